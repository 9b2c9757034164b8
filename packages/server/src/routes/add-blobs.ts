// Bytes that runs kept, for a person to save: never shown by a browser, whatever they are.

import { isDamaged } from '@throughline/store'
import { refuse } from '../answers/problem-answer.ts'
import type { Api } from '../http/api.ts'
import { bytesPolicy } from '../safety/headers.ts'
import type { ServerParts } from '../server-parts.ts'

/** Only what the record refers to: the store also holds values of caches, which nobody asked to have shown. */
export function addBlobs({ app }: Api, { record, blobs }: ServerParts): void {
  app.get('/api/blobs/:blob', async (c) => {
    const blob = c.req.param('blob')
    const isId = /^[0-9a-f]{64}$/.test(blob)
    const use =
      isId && (await record.query.selectFrom('blob_use').select('blob').where('blob', '=', blob).limit(1).execute())
    const found = use && use.length > 0 ? await blobs?.read(blob) : undefined
    if (!found || isDamaged(found)) return refuse('server/unknown-blob', { blob: blob.slice(0, 80) })
    const artifact = await record.query
      .selectFrom('artifact')
      .select('name')
      .where('blob', '=', blob)
      .executeTakeFirst()
    return c.body(found.bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': attachment(artifact?.name ?? blob),
      'content-security-policy': bytesPolicy,
      'cache-control': 'private, no-store',
    })
  })
}

/** Of the floor of Node, and not yet in the library of the compiler. */
type WellFormed = string & { toWellFormed(): string }

/** RFC 6266, with a name for clients that know ASCII alone. */
function attachment(name: string): string {
  const file =
    name
      .split(/[\\/]/)
      .at(-1)!
      .replaceAll(/["\p{Cc}]/gu, '_')
      .slice(0, 120) || 'artifact'
  const plain = file.replaceAll(/[^\x20-\x7e]/g, '_')
  const encoded = encodeURIComponent((file as WellFormed).toWellFormed()).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

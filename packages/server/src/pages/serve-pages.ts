// The pages: their files, and for every address of a page the one document that all of them are.

import type { Context, Hono } from 'hono'
import { refuse } from '../answers/problem-answer.ts'
import type { PageFile, PageFiles } from './page-files.ts'

/** Smaller ones are not worth it. */
const leastBytes = 1_024

export function servePages(app: Hono, files: PageFiles): void {
  app.get('*', async (c) => {
    const { path } = c.req
    if (path.startsWith('/api/') || path === '/api') return refuse('server/no-such-address', { method: 'GET', path })
    const index = files.index()
    const file = files.get(path)
    if (file && file !== index) return send(c, file)
    // A file that is gone is not a page: a script that is given a document says nothing of what is wrong.
    if (/\.[a-z0-9]+$/.test(path) && path.startsWith('/assets/'))
      return refuse('server/no-such-address', { method: 'GET', path })
    return index ? send(c, index) : refuse('server/no-pages', { folder: files.folder })
  })
}

async function send(c: Context, file: PageFile): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  }
  const encoding = file.bytes.length < leastBytes ? undefined : encodingFor(c.req.header('accept-encoding') ?? '')
  if (encoding === undefined) return c.body(file.bytes as Uint8Array<ArrayBuffer>, 200, headers)
  const bytes = (await file.compressed(encoding)) as Uint8Array<ArrayBuffer>
  return c.body(bytes, 200, { ...headers, 'content-encoding': encoding })
}

function encodingFor(accepted: string): 'br' | 'gzip' | undefined {
  const names = accepted.split(',').map((name) => name.split(';')[0]!.trim())
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : undefined
}

// The code that ran in a run: which version each node had, and what is written in it.

import { among } from '@throughline/store/tables'
import { compact, readJson } from './decoded.ts'
import type { Readable } from './readable.ts'

/** What the code of a node says about it, without the code. */
export interface CodeText {
  readonly doc?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly type?: string
  readonly file?: string
  readonly line?: number
}

/** Node -> code version; of steps that know it. */
export async function nodeCodes({ query }: Readable, run: string): Promise<ReadonlyMap<string, string>> {
  const rows = await query
    .selectFrom('step')
    .select(['node', 'code'])
    .where('run', '=', run)
    .where('item', '=', '')
    .where('code', 'is not', null)
    .execute()
  return new Map(rows.map(({ node, code }) => [node, code!]))
}

/** @param codes node -> code version */
export async function codeFacts(
  { query, dialect }: Readable,
  codes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, CodeText>> {
  if (codes.size === 0) return new Map()
  const rows = await query
    .selectFrom('node_version')
    .select(['id', 'node', 'doc', 'tags', 'type', 'file', 'line'])
    .where(among(dialect, 'id', [...new Set(codes.values())]))
    .execute()
  return new Map(
    rows
      .filter(({ id, node }) => codes.get(node) === id)
      .map(({ node, doc, tags, type, file, line }) => [
        node,
        compact<CodeText>({ doc, tags: readJson<Record<string, string>>(tags), type, file, line }),
      ]),
  )
}

/** Nodes whose code has, or had, this version. */
export async function nodesOfVersion({ query }: Readable, id: string): Promise<readonly string[]> {
  const rows = await query.selectFrom('node_version').select('node').where('id', '=', id).orderBy('node').execute()
  return rows.map(({ node }) => node)
}

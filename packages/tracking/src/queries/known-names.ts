// Names that the record knows, for whoever writes a search.

import type { Readable } from './readable.ts'

export type NamedField = 'project' | 'flow' | 'actor' | 'tag'

/** So many of the latest are looked at: names that nobody uses any more are not worth reading everything. */
const latest = 2_000

/**
 * Names that begin so, those of the latest runs, by name.
 *
 * @param field of `tag` the names are keys, or with a `key` the values of that key
 */
export async function knownNames(
  { query }: Readable,
  field: NamedField,
  { beginning, key, limit = 20 }: { readonly beginning: string; readonly key?: string; readonly limit?: number },
): Promise<readonly string[]> {
  const rows = field === 'tag' ? await tagNames(query, key) : await columnNames(query, field)
  const wanted = beginning.toLowerCase()
  const names = new Set(rows.filter((name) => name !== null && name.toLowerCase().startsWith(wanted)) as string[])
  return [...names].sort().slice(0, limit)
}

const columns = { project: 'project', flow: 'subject', actor: 'actor' } as const

async function columnNames(query: Readable['query'], field: Exclude<NamedField, 'tag'>): Promise<(string | null)[]> {
  const rows = query
    .selectFrom('run')
    .select(`${columns[field]} as name`)
    .where('project', 'is not', null)
    .orderBy('id', 'desc')
    .limit(latest)
  return (await rows.execute()).map(({ name }) => name)
}

async function tagNames(query: Readable['query'], key: string | undefined): Promise<(string | null)[]> {
  const tags = query.selectFrom('tag').where('value', 'is not', null)
  if (key === undefined)
    return (await tags.select('key as name').distinct().orderBy('key').limit(latest).execute()).map(({ name }) => name)
  const values = tags.select('value as name').distinct().where('key', '=', key).orderBy('value').limit(latest)
  return (await values.execute()).map(({ name }) => name)
}

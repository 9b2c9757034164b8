// The run that a person means: by its id, by the beginning of it, or by how recent it is.

import type { RunStarted } from '../events/event.ts'
import type { Queried } from './run-details.ts'

export type FoundRun =
  | { readonly kind: 'found'; readonly run: string }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'several'
      /** Some of them, the newest first. */
      readonly runs: readonly string[]
    }

export interface FindRunOptions {
  /** Only runs of this flow or application; for `latest`. */
  readonly subject?: string
  readonly project?: string
  /** Only runs of this kind; for `latest`. */
  readonly kind?: RunStarted['kind']
}

const MOST_NAMED = 5

/**
 * @param meant an id, the beginning of one (4 characters and more), `latest`, or `latest~2` for the one two before it
 */
export async function findRun(
  { query }: Queried,
  meant: string,
  { subject, project, kind }: FindRunOptions = {},
): Promise<FoundRun> {
  let runs = query.selectFrom('run').select('id').where('project', 'is not', null)
  const [, back = '0'] = /^latest(?:~(\d{1,6}))?$/.exec(meant) ?? []
  if (/^latest(?:~\d{1,6})?$/.test(meant)) {
    runs = runs.where('parent_run', 'is', null)
    if (subject !== undefined) runs = runs.where('subject', '=', subject)
    if (project !== undefined) runs = runs.where('project', '=', project)
    if (kind !== undefined) runs = runs.where('kind', '=', kind)
    const row = await runs.orderBy('id', 'desc').limit(1).offset(Number(back)).executeTakeFirst()
    return row ? { kind: 'found', run: row.id } : { kind: 'none' }
  }
  if (meant.length < 4) return { kind: 'none' }
  const rows = await runs
    .where('id', '>=', meant)
    // Ids are hexadecimal: nothing that begins so comes after.
    .where('id', '<', `${meant}~`)
    .orderBy('id', 'desc')
    .limit(MOST_NAMED)
    .execute()
  const [first, ...others] = rows
  if (!first) return { kind: 'none' }
  if (others.length === 0 || rows.some(({ id }) => id === meant))
    return { kind: 'found', run: others.length === 0 ? first.id : meant }
  return { kind: 'several', runs: rows.map(({ id }) => id) }
}

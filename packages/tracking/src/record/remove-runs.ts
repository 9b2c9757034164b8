// Removes runs for good: their events, and all that was made of them.

import { createHash } from 'node:crypto'
import { among, type TableTransaction } from '@throughline/store/tables'
import { entriesOfRuns, refreshCatalog } from './catalog.ts'
import { runTables, tables } from './tables.ts'
import type { RecordTables } from './rows.ts'

export interface Removed {
  /** Those that were there. */
  readonly runs: readonly string[]
  readonly events: number
  /** Over the lines of the events, each with a newline, ordered by writer and number. */
  readonly sha256: string
}

/** @param runs at most a few thousand */
export async function removeRuns(
  transaction: TableTransaction<RecordTables>,
  runs: readonly string[],
): Promise<Removed> {
  if (runs.length === 0) return { runs: [], events: 0, sha256: '' }
  const { query, dialect } = transaction
  const events = await query
    .selectFrom('event')
    .select(['writer', 'seq', 'run', 'body'])
    .where(among(dialect, 'run', runs))
    .orderBy('writer')
    .orderBy('seq')
    .execute()
  if (events.length === 0) return { runs: [], events: 0, sha256: '' }
  const hash = createHash('sha256')
  for (const { body } of events) hash.update(`${body}\n`)

  const entries = await entriesOfRuns(transaction, runs)
  const touched = await query
    .selectFrom('run')
    .select('project')
    .distinct()
    .where(among(dialect, 'id', runs))
    .execute()
  await query
    .deleteFrom('event')
    .where(among(dialect, 'run', runs))
    .execute()
  for (const [name, column] of Object.entries(runTables))
    await query
      .deleteFrom(name as 'step')
      .where(among(dialect, column, runs))
      .execute()
  const holders = runs.map((run) => `run ${run}`)
  await query
    .deleteFrom('blob_use')
    .where(among(dialect, 'holder', holders))
    .execute()
  await refreshCatalog(transaction, entries)
  await refreshProjects(
    transaction,
    touched.flatMap(({ project }) => (project === null ? [] : [project])),
  )
  const found = [...new Set(events.flatMap(({ run }) => (run === null ? [] : [run])))].sort()
  return { runs: found, events: events.length, sha256: hash.digest('hex') }
}

async function refreshProjects(transaction: TableTransaction<RecordTables>, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const { query, dialect } = transaction
  await query
    .deleteFrom('project')
    .where(among(dialect, 'name', names))
    .execute()
  const rows = await query
    .selectFrom('run')
    .select(({ fn }) => [
      'project as name',
      fn.min('started_at_ms').as('first_at_ms'),
      fn.max('started_at_ms').as('last_at_ms'),
    ])
    .where(among(dialect, 'project', names))
    .groupBy('project')
    .execute()
  await transaction.merge(tables.project, rows)
}

// Removes runs for good: their events, and all that was made of them.

import { createHash } from 'node:crypto'
import { among, merge, rowsOf, type Work, type WorkPlace } from '@throughline/store/tables'
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
export function* removeRuns(place: WorkPlace<RecordTables>, runs: readonly string[]): Work<Removed> {
  if (runs.length === 0) return { runs: [], events: 0, sha256: '' }
  const { query, dialect } = place
  const events = yield* rowsOf(
    query
      .selectFrom('event')
      .select(['writer', 'seq', 'run', 'body'])
      .where(among(dialect, 'run', runs))
      .orderBy('writer')
      .orderBy('seq'),
  )
  if (events.length === 0) return { runs: [], events: 0, sha256: '' }
  const hash = createHash('sha256')
  for (const { body } of events) hash.update(`${body}\n`)

  const entries = yield* entriesOfRuns(place, runs)
  const touched = yield* rowsOf(
    query
      .selectFrom('run')
      .select('project')
      .distinct()
      .where(among(dialect, 'id', runs)),
  )
  yield* rowsOf(query.deleteFrom('event').where(among(dialect, 'run', runs)))
  for (const [name, column] of Object.entries(runTables))
    yield* rowsOf(query.deleteFrom(name as 'step').where(among(dialect, column, runs)))
  const holders = runs.map((run) => `run ${run}`)
  yield* rowsOf(query.deleteFrom('blob_use').where(among(dialect, 'holder', holders)))
  yield* refreshCatalog(place, entries)
  yield* refreshProjects(
    place,
    touched.flatMap(({ project }) => (project === null ? [] : [project])),
  )
  const found = [...new Set(events.flatMap(({ run }) => (run === null ? [] : [run])))].sort()
  return { runs: found, events: events.length, sha256: hash.digest('hex') }
}

function* refreshProjects({ query, dialect }: WorkPlace<RecordTables>, names: readonly string[]): Work<void> {
  if (names.length === 0) return
  yield* rowsOf(query.deleteFrom('project').where(among(dialect, 'name', names)))
  const rows = yield* rowsOf(
    query
      .selectFrom('run')
      .select(({ fn }) => [
        'project as name',
        fn.min('started_at_ms').as('first_at_ms'),
        fn.max('started_at_ms').as('last_at_ms'),
      ])
      .where(among(dialect, 'project', names))
      .groupBy('project'),
  )
  yield* merge(tables.project, rows)
}

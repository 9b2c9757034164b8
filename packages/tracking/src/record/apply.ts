// Events become rows: each once, in one transaction, in any order between writers.

import type { SpooledEvent } from '@throughline/store'
import {
  among,
  insertNew,
  merge,
  perform,
  rowsOf,
  type TableDatabase,
  type Work,
  type WorkPlace,
} from '@throughline/store/tables'
import { entriesOf, refreshCatalog, runsBegunLate } from './catalog.ts'
import { toInteger, toName } from './cells.ts'
import { Changes } from './changes.ts'
import { derive } from './derive.ts'
import type { BlobPins } from './pins.ts'
import { removeRuns } from './remove-runs.ts'
import { derivedTables, tables } from './tables.ts'
import type { RecordTables } from './rows.ts'

export interface ApplyContext {
  readonly database: TableDatabase<RecordTables>
  readonly pins: BlobPins
}

export interface ApplyOptions {
  /**
   * `cursor`: events come in the order of their writers, and one before the cursor of its writer was applied already.
   * `identity`: they are picked from a record, so only the same event counts as applied, and no cursor moves.
   */
  readonly by: 'cursor' | 'identity'
}

export interface Applied {
  /** How many events were new. */
  readonly added: number
  /** Of the writers of the events. */
  readonly cursors: ReadonlyMap<string, number>
}

/** Applies events, all or none. An event that was applied before changes nothing. */
export async function applyEvents(
  { database, pins }: ApplyContext,
  events: readonly SpooledEvent[],
  options: ApplyOptions,
): Promise<Applied> {
  if (events.length === 0) return { added: 0, cursors: new Map() }
  const { released, ...applied } = await database.transaction((transaction) =>
    perform(transaction, applying(transaction, pins, events, options)),
  )
  for (const run of released) pins.release(`run ${run}`)
  return applied
}

/**
 * The same as a part of other work in a transaction.
 *
 * @returns also the runs that were deleted: their pins are to be released when the transaction is done
 */
export function* applying(
  place: WorkPlace<RecordTables>,
  pins: BlobPins,
  events: readonly SpooledEvent[],
  { by }: ApplyOptions,
): Work<Applied & { readonly released: readonly string[] }> {
  const writers = [...new Set(events.map(({ event }) => toName(event.writer)!))]
  const cursors = yield* askCursors(place, writers)
  const coming = yield* wanted(place, events, by === 'cursor' ? cursors : new Map())
  const isNew = yield* insertNew(tables.event, coming.map(eventRow))
  const changes = new Changes()
  const added = coming.filter((_, index) => isNew[index])
  for (const one of added) derive(one, changes)
  yield* writeChanges(pins, place, changes)
  const gone = changes.of('deleted_run').map(({ run }) => run as string)
  const { runs: released } = yield* removeRuns(place, gone)
  if (by === 'cursor') {
    for (const { event } of events) {
      const writer = toName(event.writer)!
      cursors.set(writer, Math.max(event.seq, cursors.get(writer) ?? 0))
    }
    yield* merge(tables.cursor, Array.from(cursors, ([writer, seq]) => ({ writer, seq })).sort(byWriter))
  }
  return { added: added.length, cursors, released }
}

function byWriter(one: { readonly writer: string }, other: { readonly writer: string }): number {
  return one.writer < other.writer ? -1 : 1
}

/** Writes what events ask for, and what follows from that. */
export function* writeChanges(pins: BlobPins, place: WorkPlace<RecordTables>, changes: Changes): Work<void> {
  const begunLate = yield* runsBegunLate(place, changes)
  for (const name of derivedTables) yield* merge(tables[name], changes.of(name))
  for (const { blob, holder } of changes.of('blob_use')) pins.keep(blob as string, holder as string)
  yield* refreshCatalog(place, yield* entriesOf(place, changes, begunLate))
}

/** How far writers were brought here. */
export function* askCursors(
  { query, dialect }: WorkPlace<RecordTables>,
  writers: readonly string[],
): Work<Map<string, number>> {
  if (writers.length === 0) return new Map()
  const rows = yield* rowsOf(
    query
      .selectFrom('cursor')
      .selectAll()
      .where(among(dialect, 'writer', writers)),
  )
  return new Map(rows.map(({ writer, seq }) => [writer, seq]))
}

/** Each event once, of none that was applied, and of no run that was deleted. */
function* wanted(
  { query, dialect }: WorkPlace<RecordTables>,
  events: readonly SpooledEvent[],
  cursors: ReadonlyMap<string, number>,
): Work<readonly SpooledEvent[]> {
  const seen = new Map<string, Set<number>>()
  const different = events.filter(({ event: { writer, seq } }) => {
    let known = seen.get(writer)
    if (!known) seen.set(writer, (known = new Set()))
    if (known.has(seq) || seq <= (cursors.get(toName(writer)!) ?? 0)) return false
    known.add(seq)
    return true
  })
  const runs = [...new Set(different.map(({ event }) => toName(event.run)))].filter((run) => run !== null)
  if (runs.length === 0) return different
  const deleted = yield* rowsOf(
    query
      .selectFrom('deleted_run')
      .select('run')
      .where(among(dialect, 'run', runs)),
  )
  if (deleted.length === 0) return different
  const gone = new Set(deleted.map(({ run }) => run))
  return different.filter(({ event }) => event.run === undefined || !gone.has(toName(event.run)!))
}

function eventRow({ event, line }: SpooledEvent): Record<string, string | number | null> {
  const { writer, seq, run, type, atMs } = event
  return { writer: toName(writer), seq, run: toName(run), type: toName(type), at_ms: toInteger(atMs), body: line }
}

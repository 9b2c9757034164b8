// Events become rows: each once, in one transaction, in any order between writers.

import type { SpooledEvent } from '@throughline/store'
import { among, type TableDatabase, type TableTransaction } from '@throughline/store/tables'
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
  { by }: ApplyOptions,
): Promise<Applied> {
  if (events.length === 0) return { added: 0, cursors: new Map() }
  const released: string[] = []
  const applied = await database.transaction(async (transaction) => {
    const writers = [...new Set(events.map(({ event }) => toName(event.writer)!))]
    const cursors = await cursorsOf(transaction, writers)
    const coming = await wanted(transaction, events, by === 'cursor' ? cursors : new Map())
    const isNew = await transaction.insertNew(tables.event, coming.map(eventRow))
    const changes = new Changes()
    const added = coming.filter((_, index) => isNew[index])
    for (const one of added) derive(one, changes)
    await writeChanges(pins, transaction, changes)
    const gone = changes.of('deleted_run').map(({ run }) => run as string)
    released.push(...(await removeRuns(transaction, gone)).runs)
    if (by === 'cursor') {
      for (const { event } of events) {
        const writer = toName(event.writer)!
        cursors.set(writer, Math.max(event.seq, cursors.get(writer) ?? 0))
      }
      await transaction.merge(tables.cursor, Array.from(cursors, ([writer, seq]) => ({ writer, seq })).sort(byWriter))
    }
    return { added: added.length, cursors }
  })
  for (const run of released) pins.release(`run ${run}`)
  return applied
}

function byWriter(one: { readonly writer: string }, other: { readonly writer: string }): number {
  return one.writer < other.writer ? -1 : 1
}

/** Writes what events ask for, and what follows from that. */
export async function writeChanges(
  pins: BlobPins,
  transaction: TableTransaction<RecordTables>,
  changes: Changes,
): Promise<void> {
  const begunLate = await runsBegunLate(transaction, changes)
  for (const name of derivedTables) await transaction.merge(tables[name], changes.of(name))
  for (const { blob, holder } of changes.of('blob_use')) pins.keep(blob as string, holder as string)
  await refreshCatalog(transaction, await entriesOf(transaction, changes, begunLate))
}

export async function cursorsOf(
  { query, dialect }: Pick<TableTransaction<RecordTables>, 'query' | 'dialect'>,
  writers: readonly string[],
): Promise<Map<string, number>> {
  if (writers.length === 0) return new Map()
  const rows = await query
    .selectFrom('cursor')
    .selectAll()
    .where(among(dialect, 'writer', writers))
    .execute()
  return new Map(rows.map(({ writer, seq }) => [writer, seq]))
}

/** Each event once, of none that was applied, and of no run that was deleted. */
async function wanted(
  { query, dialect }: TableTransaction<RecordTables>,
  events: readonly SpooledEvent[],
  cursors: ReadonlyMap<string, number>,
): Promise<readonly SpooledEvent[]> {
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
  const deleted = await query
    .selectFrom('deleted_run')
    .select('run')
    .where(among(dialect, 'run', runs))
    .execute()
  if (deleted.length === 0) return different
  const gone = new Set(deleted.map(({ run }) => run))
  return different.filter(({ event }) => event.run === undefined || !gone.has(toName(event.run)!))
}

function eventRow({ event, line }: SpooledEvent): Record<string, string | number | null> {
  const { writer, seq, run, type, atMs } = event
  return { writer: toName(writer), seq, run: toName(run), type: toName(type), at_ms: toInteger(atMs), body: line }
}

// Which runs go: by age, by count, by tag; and the tombstone that they leave.

import { randomBytes } from 'node:crypto'
import { toEventLine, type Clock, type SpoolEvent } from '@throughline/store'
import { perform, type TableDatabase, type TableTransaction } from '@throughline/store/tables'
import { Changes } from './changes.ts'
import { derive } from './derive.ts'
import { isTagged } from './is-tagged.ts'
import type { BlobPins } from './pins.ts'
import { removeRuns } from './remove-runs.ts'
import { derivedTables, tables } from './tables.ts'
import type { RecordTables } from './rows.ts'

export interface RetainOptions {
  /** Only runs of this project. */
  readonly project?: string
  /** Runs that began earlier go. */
  readonly olderThanMs?: number
  /** So many stay of each project, the newest; the others go. */
  readonly keep?: number
  /** Only runs with all of these tags go. */
  readonly tags?: Readonly<Record<string, string>>
  /** Runs with one of these tags stay, whatever else is said. An empty value stands for any. */
  readonly except?: Readonly<Record<string, string>>
  /** Says which would go, and removes none. @defaultValue false */
  readonly dryRun?: boolean
}

export interface Retained {
  /** Those that went, or would go; the oldest first. */
  readonly runs: readonly string[]
  readonly events: number
}

export interface RemovalContext {
  readonly database: TableDatabase<RecordTables>
  readonly pins: BlobPins
  readonly clock: Clock
  readonly tombstones: Tombstones
}

/** A run that goes on is never among them. Without `olderThanMs`, `keep` and `tags` nothing goes. */
export async function runsToRemove(
  { database, clock }: Pick<RemovalContext, 'database' | 'clock'>,
  { project, olderThanMs, keep, tags = {}, except = {} }: RetainOptions,
): Promise<readonly string[]> {
  const wanted = Object.entries(tags)
  if (olderThanMs === undefined && keep === undefined && wanted.length === 0) return []
  let query = database.query
    .selectFrom('run')
    .select(['id', 'project', 'status', 'started_at_ms'])
    .where('project', 'is not', null)
  if (project !== undefined) query = query.where('project', '=', project)
  for (const [key, value] of wanted) query = query.where(isTagged(key, value))
  const kept = new Map<string | null, number>()
  const protectedRuns = await taggedRuns(database.query, except)
  const going: string[] = []
  for (const row of await query.orderBy('id', 'desc').execute()) {
    const isOld = olderThanMs !== undefined && (row.started_at_ms ?? 0) < clock.nowMs() - olderThanMs
    const count = (kept.get(row.project) ?? 0) + 1
    kept.set(row.project, count)
    const isMany = keep !== undefined && count > keep
    const isAsked = olderThanMs === undefined && keep === undefined
    if ((isOld || isMany || isAsked) && row.status !== 'running' && !protectedRuns.has(row.id)) going.push(row.id)
  }
  return going.reverse()
}

async function taggedRuns(
  query: TableDatabase<RecordTables>['query'],
  tags: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const [key, value] of Object.entries(tags)) {
    let rows = query.selectFrom('tag').select('run').where('key', '=', key).where('value', 'is not', null)
    if (value !== '') rows = rows.where('value', '=', value)
    for (const { run } of await rows.execute()) found.add(run)
  }
  return found
}

const runsAtOnce = 200

/** Removes runs for good. Of those that are removed together one event stays, with the hash of what is gone. */
export async function deleteRuns(context: RemovalContext, runs: readonly string[]): Promise<Retained> {
  const removed: string[] = []
  let events = 0
  for (let from = 0; from < runs.length; from += runsAtOnce) {
    const some = runs.slice(from, from + runsAtOnce)
    const gone = await context.database.transaction(async (transaction) => {
      const found = await perform(transaction, removeRuns(transaction, some))
      if (found.runs.length > 0) await context.tombstones.write(transaction, found)
      return found
    })
    for (const run of gone.runs) context.pins.release(`run ${run}`)
    removed.push(...gone.runs)
    events += gone.events
  }
  return { runs: removed, events }
}

/** Writes tombstones as events of a writer of its own. */
export class Tombstones {
  readonly #clock: Clock
  readonly #writer: string
  #seq = 0

  constructor(clock: Clock, writer: string = randomBytes(16).toString('hex')) {
    this.#clock = clock
    this.#writer = writer
  }

  async write(
    transaction: TableTransaction<RecordTables>,
    { runs, events, sha256 }: { readonly runs: readonly string[]; readonly events: number; readonly sha256: string },
  ): Promise<void> {
    const [writer, seq, atMs] = [this.#writer, ++this.#seq, Math.trunc(this.#clock.nowMs())]
    const event: SpoolEvent = { v: 1, writer, seq, atMs, type: 'deleted', runs, events, sha256 }
    const line = toEventLine(event)
    const row = { writer, seq, run: null, type: 'deleted', at_ms: atMs, body: line }
    await transaction.insertNew(tables.event, [row])
    const changes = new Changes()
    derive({ event, line }, changes)
    for (const name of derivedTables) await transaction.merge(tables[name], changes.of(name))
  }
}

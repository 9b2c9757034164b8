// Keeps applications in tables: entries and the record's events of them in one transaction.

import {
  foldJournal,
  machineIssue,
  statusOf,
  type ApplicationFacts,
  type ApplicationLease,
  type ApplicationPage,
  type JournalEntry,
  type LeaseHeld,
  type ListFilter,
  type LoadedJournal,
  type Numbered,
  type Persister,
  type UnreadableApplication,
} from '@throughline/machine'
import { systemClock, type Clock, type Processes } from '@throughline/store'
import { insertNew, merge, rowsOf, type TableDatabase, type Work, type WorkPlace } from '@throughline/store/tables'
import { ThroughlineError } from 'throughline'
import { accountAfter, factsOfAccount } from './account.ts'
import {
  applicationTable,
  applicationTagTable,
  journalTable,
  type ApplicationRow,
  type ApplicationTables,
  type JournalRow,
} from './application-tables.ts'
import { toStored } from './entry-codec.ts'
import { ApplicationRecord, type Appended } from './application-record.ts'
import { orIssue, readAccount, readEntries } from './journal-rows.ts'
import { fromKey, toKey } from './keys.ts'
import { ApplicationLeases } from './leases.ts'
import type { Teller, ToldMachine } from './teller.ts'
import { tellRemoved } from './telling.ts'
import { tellingTime, type TellingTime } from './telling-time.ts'

type Awaitable<Value> = Value | PromiseLike<Value>
type Database = TableDatabase<ApplicationTables>
type Place = WorkPlace<ApplicationTables>

export interface DatabasePersisterOptions {
  /** For messages. */
  readonly name: string
  /** Opens it; called with the first call of the persister, and again when that failed. */
  readonly open: () => Awaitable<Database>
  /** Makes of an error of the database one for a user. */
  readonly toError: (error: unknown) => unknown
  /** What the record is told; nothing without it. */
  readonly teller?: Teller | undefined
  readonly processes?: Processes | undefined
  readonly clock?: Clock | undefined
  readonly time?: TellingTime | undefined
}

/** Tables with rows of one application. */
const OF_ONE = ['journal', 'application_tag', 'application_told', 'application_behind', 'application'] as const

export class DatabasePersister implements Persister {
  readonly name: string
  readonly #options: DatabasePersisterOptions
  #database: Awaitable<Database> | undefined
  readonly #leases: ApplicationLeases
  readonly #record: ApplicationRecord | undefined

  constructor(options: DatabasePersisterOptions) {
    this.name = options.name
    this.#options = options
    const { clock, processes, teller, time = tellingTime } = options
    const perform = <Result>(work: (place: Place) => Work<Result>): Awaitable<Result> =>
      this.#do((database) => database.perform(work))
    this.#leases = new ApplicationLeases({ perform, processes, clock })
    this.#record = teller && new ApplicationRecord({ perform, read: (work) => this.#read(work), teller, time })
  }

  meet(machine: ToldMachine): void {
    this.#options.teller?.meet(machine)
  }

  append(app: string, expected: number, entries: readonly JournalEntry[]): Awaitable<void> {
    if (entries.length === 0) return
    const rows = entries.map((entry, index): JournalRow => {
      const { codec, text } = toStored(entry)
      const { sequence, type, atMs } = entry
      return {
        app: toKey(app),
        number: expected + index + 1,
        sequence,
        type,
        at_ms: Math.trunc(atMs),
        codec,
        payload: text,
      }
    })
    const work = this.#do((database) =>
      database.perform((place) => this.#appending(place, app, expected, entries, rows)),
    )
    return then(work, (appended) => {
      if (appended) this.#record?.appended(app, appended)
    })
  }

  load(app: string, at?: number): Awaitable<LoadedJournal | undefined> {
    return this.#read((place) => loading(place, app, at))
  }

  entries(app: string, { after = 0, limit }: { after?: number; limit?: number } = {}): Awaitable<readonly Numbered[]> {
    return this.#read((place) => readEntries(place, app, { after, ...(limit !== undefined && { limit }) }))
  }

  list(filter: ListFilter = {}): Awaitable<ApplicationPage> {
    return this.#read((place) => listing(place, filter))
  }

  lease(app: string, { ttlMs }: { readonly ttlMs: number }): Awaitable<ApplicationLease | LeaseHeld> {
    const record = this.#record
    const taken = this.#leases.take(toKey(app), ttlMs)
    if (!record) return taken
    return then(taken, (lease) => {
      if ('heldBy' in lease) return lease
      const release = (): Awaitable<void> =>
        this.#database ? then(record.tellRest(app), () => lease.release()) : lease.release()
      return then(record.opened(app), () => ({ ...lease, release }))
    })
  }

  remove(app: string): Awaitable<boolean> {
    return this.#do((database) =>
      then(this.#record?.tellBeforeRemoval(app), () => database.perform((place) => this.#removing(place, app))),
    )
  }

  close(): Awaitable<void> {
    if (!this.#database) return
    const released = then(this.#record?.close(), () => this.#leases.release())
    return then(released, () => {
      const opened = this.#database
      this.#database = undefined
      return opened && then(opened, (database) => database.close())
    })
  }

  *#appending(
    place: Place,
    app: string,
    expected: number,
    entries: readonly JournalEntry[],
    rows: readonly JournalRow[],
  ): Work<Appended | undefined> {
    const key = toKey(app)
    const found = yield* rowOf(place, key)
    if ((found?.number ?? 0) !== expected)
      throw new ThroughlineError([machineIssue('app/conflict', { app, expected, found: found?.number ?? 0 })])
    let account = found && (yield* readAccount(place, found))
    let number = expected
    for (const entry of entries) account = accountAfter(account, ++number, entry)
    yield* insertNew(journalTable, rows as unknown as readonly Record<string, string | number>[])
    const { head, changedAtMs } = account!
    yield* merge(applicationTable, [
      {
        app: key,
        number,
        machine: toKey(head.machine),
        status: statusOf(head),
        parent: head.parent ? toKey(head.parent.app) : null,
        changed_at_ms: Math.trunc(changedAtMs),
        account: JSON.stringify(account),
      },
    ])
    const tags = found ? [] : Object.entries(head.tags ?? {})
    yield* merge(
      applicationTagTable,
      tags.map(([name, value]) => ({ app: key, key: toKey(name), value: toKey(value) })),
    )
    return this.#record && (yield* this.#record.appending(place, app, expected, entries.length))
  }

  *#removing(place: Place, app: string): Work<boolean> {
    const { query } = place
    const key = toKey(app)
    const found = yield* rowOf(place, key)
    if (!found) return false
    if (this.#record) yield* tellRemoved(place, app, (this.#options.clock ?? systemClock).nowMs())
    for (const table of OF_ONE) yield* rowsOf(query.deleteFrom(table).where('app', '=', key))
    return true
  }

  #read<Result>(work: (place: Place) => Work<Result>): Awaitable<Result> {
    return this.#do((database) => database.read(work))
  }

  /** At once where the database is open and answers at once. */
  #do<Result>(call: (database: Database) => Awaitable<Result>): Awaitable<Result> {
    const { open, toError } = this.#options
    const failed = (error: unknown): never => {
      throw toError(error)
    }
    try {
      const opened = (this.#database ??= open())
      if (!isPromise(opened)) {
        this.#database = opened
        const done = call(opened)
        return isPromise(done) ? done.then(undefined, failed) : done
      }
      return opened
        .then(
          (database) => {
            this.#database = database
            return database
          },
          (error: unknown) => {
            this.#database = undefined
            throw error
          },
        )
        .then(call)
        .then(undefined, failed)
    } catch (error) {
      return failed(error)
    }
  }
}

function* rowOf({ query }: Place, key: string): Work<ApplicationRow | undefined> {
  const [row] = yield* rowsOf(query.selectFrom('application').selectAll().where('app', '=', key))
  return row
}

/** From the last snapshot on, or from the first entry. */
function* loading(place: Place, app: string, at: number | undefined): Work<LoadedJournal | undefined> {
  const { query } = place
  const key = toKey(app)
  const entries = query.selectFrom('journal').where('app', '=', key)
  let end: number | undefined
  if (at !== undefined) {
    const ends = entries.where('sequence', '=', at).where('type', 'in', ['opened', 'committed'])
    ;[end] = (yield* rowsOf(ends.select('number').orderBy('number', 'desc').limit(1))).map(({ number }) => number)
    if (end === undefined) return undefined
  }
  let snapshots = entries.where('type', '=', 'snapshot').select('number').orderBy('number', 'desc').limit(1)
  if (end !== undefined) snapshots = snapshots.where('number', '<=', end)
  const [snapshot] = yield* rowsOf(snapshots)
  const found = yield* readEntries(place, app, {
    after: (snapshot?.number ?? 1) - 1,
    ...(end !== undefined && { upTo: end }),
  })
  const first = found[0]?.entry
  if (!first) return undefined
  const head = foldJournal(
    found.map(({ entry }) => entry),
    first.type === 'snapshot' ? first.head : undefined,
  )
  return head && { head, number: found.at(-1)!.number }
}

function* listing(place: Place, filter: ListFilter): Work<ApplicationPage> {
  const { query } = place
  const { machine, status, parent, tags = {}, limit = 100, after } = filter
  let found = query.selectFrom('application').select(['app', 'number', 'changed_at_ms', 'account'])
  if (machine !== undefined) found = found.where('machine', '=', toKey(machine))
  if (status !== undefined) found = found.where('status', '=', status)
  if (parent !== undefined) found = found.where('parent', '=', toKey(parent))
  for (const [key, value] of Object.entries(tags))
    found = found.where('app', 'in', (eb) =>
      eb.selectFrom('application_tag').select('app').where('key', '=', toKey(key)).where('value', '=', toKey(value)),
    )
  if (after !== undefined) {
    const space = after.indexOf(' ')
    const [changed, app] = [Number(after.slice(0, space)), toKey(after.slice(space + 1))]
    found = found.where((eb) =>
      eb.or([eb('changed_at_ms', '<', changed), eb.and([eb('changed_at_ms', '=', changed), eb('app', '>', app)])]),
    )
  }
  const rows = yield* rowsOf(
    found
      .orderBy('changed_at_ms', 'desc')
      .orderBy('app')
      .limit(limit + 1),
  )
  const applications: ApplicationFacts[] = []
  const unreadable: UnreadableApplication[] = []
  for (const row of rows.slice(0, limit)) {
    const app = fromKey(row.app)
    const found = yield* orIssue(readAccount(place, row))
    if ('issue' in found) unreadable.push({ app, ...found })
    else applications.push(factsOfAccount(app, found))
  }
  const last = rows[limit - 1]
  return {
    applications,
    ...(last && rows.length > limit && { after: `${last.changed_at_ms} ${fromKey(last.app)}` }),
    ...(unreadable.length > 0 && { unreadable }),
  }
}

function isPromise<Value>(value: Awaitable<Value>): value is PromiseLike<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}

function then<Value, Result>(value: Awaitable<Value>, next: (value: Value) => Awaitable<Result>): Awaitable<Result> {
  return isPromise(value) ? value.then(next) : next(value)
}

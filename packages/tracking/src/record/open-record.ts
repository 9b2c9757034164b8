// Opens a record: the events of all runs in a database, and what is made of them.

import {
  nodeProcesses,
  systemClock,
  type Blobs,
  type Clock,
  type OnTrouble,
  type Processes,
  type SpooledEvent,
} from '@throughline/store'
import type { TableDatabase } from '@throughline/store/tables'
import { notToldIssue } from '../applications/applications-issues.ts'
import { tellLeftBehind } from '../applications/tell-left-behind.ts'
import type { EventSink, OpenRun } from '../ship/sink.ts'
import { applyEvents, askCursors, type ApplyContext } from './apply.ts'
import { exportEvents, importEvents, type ExportOptions, type Imported } from './export-events.ts'
import { defaultBusyTimeoutMs, openDatabase } from './open-database.ts'
import { openRunsOn } from './open-runs-on.ts'
import { noPins, pinsIn } from './pins.ts'
import { rebuildRecord } from './rebuild.ts'
import { toRecordError } from './record-trouble.ts'
import { parseRecordUrl, type RecordPlace } from './record-url.ts'
import { deleteRuns, runsToRemove, Tombstones, type Retained, type RetainOptions } from './retain.ts'
import type { RecordTables } from './rows.ts'

export interface RecordOptions {
  /**
   * `sqlite:path/to/store.db`, or `postgres://user:password@host/database` with `?schema=name` when the tables are not to be
   * in the schema `throughline`.
   *
   * @defaultValue 'sqlite:.throughline/store.db'
   */
  readonly url?: string
  /** What a path in the address is relative to. @defaultValue the folder of the process */
  readonly dir?: string
  /** Those that events refer to stay for as long as the record refers to them. Without it nobody keeps them. */
  readonly blobs?: Pick<Blobs, 'pin' | 'unpin'>
  /** With `read` an SQLite file is neither made nor changed. @defaultValue 'write' */
  readonly access?: 'write' | 'read'
  /** What a commit to an SQLite file survives: `process` the end of the process, `sync` also a power cut. @defaultValue 'process' */
  readonly durability?: 'process' | 'sync'
  /** How long an SQLite file may be locked by others, in milliseconds. @defaultValue 15,000 */
  readonly busyTimeoutMs?: number
  /** Told what a user should know. */
  readonly onTrouble?: OnTrouble
  readonly clock?: Clock
}

/**
 * An open record. Any number of processes may have it open.
 *
 * Its calls throw:
 * @throws {store/disk-full} {store/not-writable} {store/locked} {store/disk-failed} {record/damaged} of a file
 * @throws {record/unreachable} {record/refused} of a server
 */
export interface RunRecord extends EventSink, AsyncDisposable {
  /** Typed queries; see `queries/` for what most need. */
  readonly query: TableDatabase<RecordTables>['query']
  readonly dialect: TableDatabase<RecordTables>['dialect']
  /** The address without a password. */
  readonly url: string
  /**
   * Applies events as a shipper brings them: those of a writer in their order. Recorded when it returns.
   *
   * @returns the cursors of their writers
   */
  apply(events: readonly SpooledEvent[]): Promise<ReadonlyMap<string, number>>
  cursors(writers: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Runs that have not ended: all, or those that may run on one machine. */
  openRuns(host?: string): Promise<readonly OpenRun[]>
  /** Lines without newlines, ordered by writer and number. */
  export(options?: ExportOptions): AsyncIterable<string>
  /**
   * Takes the lines of an export, in any order. What is there is left out, and runs that were deleted here stay deleted.
   *
   * @throws {record/bad-line}
   */
  import(lines: AsyncIterable<string> | Iterable<string>): Promise<Imported>
  /** Removes runs for good, by age, count and tag. A run that goes on stays. */
  retain(options: RetainOptions): Promise<Retained>
  /** Removes these runs for good, with all that was made of them. An event `deleted` stays, with the hash of what is gone. */
  delete(runs: readonly string[]): Promise<Retained>
  /**
   * Tells what applications did whose processes are gone, and which they did not come to tell. Done before the record is read;
   * of those that somebody runs nothing is told. Since it is not known what their owner lets be told, it is names, numbers,
   * times and how it came out; values, messages and texts are in the journals alone.
   *
   * @returns the ids of the applications
   */
  tellLeftBehind(options?: { readonly processes?: Processes }): Promise<readonly string[]>
  /** Throws away all that is derived and makes it anew. @returns how many events there are */
  rebuild(): Promise<number>
  /** A second call does nothing. */
  close(): Promise<void>
}

/**
 * Opens a record, and makes it when it is not there.
 *
 * @throws {record/bad-url}
 * @throws {record/newer} when a newer program wrote it; nothing is touched
 * @throws {record/not-a-record} when the file belongs to another program; nothing is touched
 * @throws {record/missing} to read an SQLite file that is not there
 * @throws what the calls of a record throw
 */
export async function openRecord(options: RecordOptions = {}): Promise<RunRecord> {
  const place = parseRecordUrl(options.url ?? 'sqlite:.throughline/store.db', options.dir ?? process.cwd())
  try {
    return new OpenedRecord(await openDatabase(place, options), place, options)
  } catch (error) {
    throw toRecordError(error, place, options.busyTimeoutMs ?? defaultBusyTimeoutMs)
  }
}

class OpenedRecord implements RunRecord {
  readonly query: TableDatabase<RecordTables>['query']
  readonly dialect: TableDatabase<RecordTables>['dialect']
  readonly url: string
  readonly #context: ApplyContext
  readonly #place: RecordPlace
  readonly #busyTimeoutMs: number
  readonly #clock: Clock
  readonly #tombstones: Tombstones
  readonly #isReadOnly: boolean
  readonly #onTrouble: OnTrouble

  constructor(
    database: TableDatabase<RecordTables>,
    place: RecordPlace,
    { blobs, clock = systemClock, busyTimeoutMs = defaultBusyTimeoutMs, access, onTrouble = () => {} }: RecordOptions,
  ) {
    this.query = database.query
    this.dialect = database.dialect
    this.url = place.shown
    this.#context = { database, pins: blobs ? pinsIn(blobs) : noPins }
    this.#place = place
    this.#busyTimeoutMs = busyTimeoutMs
    this.#clock = clock
    this.#tombstones = new Tombstones(clock)
    this.#isReadOnly = access === 'read'
    this.#onTrouble = onTrouble
  }

  async apply(events: readonly SpooledEvent[]): Promise<ReadonlyMap<string, number>> {
    return (await this.#try(() => applyEvents(this.#context, events, { by: 'cursor' }))).cursors
  }

  cursors(writers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#try(async () => this.#context.database.read((place) => askCursors(place, writers)))
  }

  openRuns(host?: string): Promise<readonly OpenRun[]> {
    return this.#try(() => openRunsOn(this, host))
  }

  async *export(options?: ExportOptions): AsyncGenerator<string, void, undefined> {
    try {
      yield* exportEvents(this, options)
    } catch (error) {
      throw toRecordError(error, this.#place, this.#busyTimeoutMs)
    }
  }

  import(lines: AsyncIterable<string> | Iterable<string>): Promise<Imported> {
    return this.#try(() => importEvents(this.#context, lines))
  }

  retain(options: RetainOptions): Promise<Retained> {
    return this.#try(async () => {
      const runs = await runsToRemove({ ...this.#context, clock: this.#clock }, options)
      return options.dryRun ? { runs, events: 0 } : this.#delete(runs)
    })
  }

  delete(runs: readonly string[]): Promise<Retained> {
    return this.#try(() => this.#delete(runs))
  }

  tellLeftBehind({ processes = nodeProcesses() }: { readonly processes?: Processes } = {}): Promise<readonly string[]> {
    return this.#try(async () => {
      if (this.#isReadOnly) return []
      const { database } = this.#context
      const onTrouble = (app: string, error: unknown): void => this.#onTrouble(notToldIssue(app, error))
      return tellLeftBehind({ database, processes, clock: this.#clock, onTrouble })
    })
  }

  rebuild(): Promise<number> {
    return this.#try(() => rebuildRecord(this.#context))
  }

  close(): Promise<void> {
    return this.#context.database.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #delete(runs: readonly string[]): Promise<Retained> {
    return deleteRuns({ ...this.#context, clock: this.#clock, tombstones: this.#tombstones }, [...new Set(runs)])
  }

  async #try<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call()
    } catch (error) {
      throw toRecordError(error, this.#place, this.#busyTimeoutMs)
    }
  }
}

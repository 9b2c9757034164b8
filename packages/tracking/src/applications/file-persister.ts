// Keeps applications in files, one for each: lines that people can read, and nothing to set up.

import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import {
  foldJournal,
  machineIssue,
  matches,
  pageOf,
  withUnreadable,
  type ApplicationFacts,
  type ApplicationLease,
  type ApplicationPage,
  type JournalEntry,
  type LeaseHeld,
  type ListFilter,
  type LoadedJournal,
  type Numbered,
  type OptionNames,
  type Persister,
  type UnreadableApplication,
} from '@throughline/machine'
import { nodeFiles, openFolder, type Clock, type Processes } from '@throughline/store'
import { failureIssue, failureOf, NewerTables, openSqliteTables, type TableDatabase } from '@throughline/store/tables'
import { isThroughlineError, ThroughlineError } from 'throughline'
import { applicationsIssue } from './applications-issues.ts'
import { checkPersisterOptions } from './check-persister-options.ts'
import { createLeaseTable, type LeaseTables } from './application-tables.ts'
import { damageIn, endOf, endsThere, linesOf, sealOf, type JournalEnd } from './journal-file.ts'
import { listedIn, refuseNewer } from './listed-journal.ts'
import { nodeJournalFiles, type JournalFiles } from './journal-files.ts'
import { accountOf, entriesIn, headLine, headOfJournal, lineOf, toBytes } from './journal-lines.ts'
import { toKey } from './keys.ts'
import { ApplicationLeases } from './leases.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

export interface FilePersisterOptions {
  /** The folder of the store. @defaultValue '.throughline' */
  readonly dir?: string
  /**
   * What is recorded survives `process` the end of the process, `sync` also a power cut: then each append waits for the disk.
   * @defaultValue 'process'
   */
  readonly durability?: 'process' | 'sync'
  readonly clock?: Clock
  readonly processes?: Processes
  readonly files?: JournalFiles
}

/** "TLA" and a zero. */
const LOCK_ID = 0x544c4100
const LOCK_FILE = 'lock.db'
const ENDING = '.journal.ndjson'
/** Ends of journals that are remembered, so that they are not looked for again. */
const MOST_ENDS = 1_000

const OPTIONS: OptionNames<FilePersisterOptions> = {
  dir: true,
  durability: true,
  clock: false,
  processes: false,
  files: false,
}

/**
 * Applications as files in `applications/` of the store's folder. An append is one line; one that was torn because the
 * process was killed does not count, and is cut off by the next one. Calls answer before they return. Who appends holds
 * a lock that the system gives back when the process ends.
 *
 * @throws {app/unknown-option}
 *
 * Its calls throw:
 * @throws {applications/damaged} {applications/newer-format}
 * @throws {store/newer-format} {store/not-a-folder} {store/network-share} {store/unreadable-format}
 * @throws {store/disk-full} {store/not-writable} {store/locked} {store/disk-failed}
 *
 * @example
 * import { filePersister } from '@throughline/tracking/applications'
 * const persister = filePersister({ dir: '.throughline' })
 */
export function filePersister(options: FilePersisterOptions = {}): Persister {
  checkPersisterOptions('filePersister()', options, OPTIONS)
  return new FilePersister(options)
}

class FilePersister implements Persister {
  readonly name: string
  readonly #path: string
  readonly #folder: string
  readonly #options: FilePersisterOptions
  readonly #files: JournalFiles
  readonly #ends = new Map<string, JournalEnd>()
  #lock: TableDatabase<LeaseTables> | undefined
  readonly #leases: ApplicationLeases

  constructor(options: FilePersisterOptions) {
    const { dir = '.throughline', files = nodeJournalFiles } = options
    this.#options = options
    this.#files = files
    this.#path = resolve(dir)
    this.#folder = join(this.#path, 'applications')
    const { clock, processes } = options
    this.#leases = new ApplicationLeases({
      perform: (work) => this.#try(() => this.#opened().perform(work)),
      processes,
      clock,
    })
    this.name = `files in ${join(dir, 'applications')}`
  }

  append(app: string, expected: number, entries: readonly JournalEntry[]): Awaitable<void> {
    if (entries.length === 0) return
    return this.#alone(() => this.#append(app, expected, entries))
  }

  load(app: string, at?: number): LoadedJournal | undefined {
    return this.#try(() => {
      const end = at === undefined ? endOf(this.#files, this.#pathOf(app), app) : undefined
      let used: Numbered[] = []
      for (const numbered of this.#numbered(app, end?.place.snapshot?.[1] ?? 0)) {
        const { entry } = numbered
        if (entry.type === 'snapshot') used = []
        used.push(numbered)
        // What comes behind it need not even be readable.
        if (at !== undefined && endsStep(entry, at)) return loaded(used)
      }
      return at === undefined ? loaded(used) : undefined
    })
  }

  entries(app: string, { after = 0, limit = Infinity }: { after?: number; limit?: number } = {}): readonly Numbered[] {
    return this.#try(() => {
      const found: Numbered[] = []
      if (limit > 0) for (const numbered of this.#numbered(app, 0, after)) if (found.push(numbered) >= limit) break
      return found
    })
  }

  list(filter: ListFilter = {}): ApplicationPage {
    return this.#try(() => {
      const all: ApplicationFacts[] = []
      const unreadable: UnreadableApplication[] = []
      for (const name of this.#files.list(this.#folder)) {
        const found = name.endsWith(ENDING) ? listedIn(this.#files, join(this.#folder, name)) : undefined
        if (!found) continue
        if ('issue' in found) unreadable.push(found)
        else all.push(found)
      }
      const page = pageOf(
        all.filter((facts) => matches(facts, filter)),
        filter,
      )
      return withUnreadable(page, unreadable, filter)
    })
  }

  lease(app: string, { ttlMs }: { readonly ttlMs: number }): Awaitable<ApplicationLease | LeaseHeld> {
    return this.#leases.take(toKey(app), ttlMs)
  }

  remove(app: string): Awaitable<boolean> {
    return this.#alone(() => {
      const path = this.#pathOf(app)
      refuseNewer(() => endOf(this.#files, path, app))
      this.#ends.delete(app)
      return this.#files.remove(path)
    })
  }

  async close(): Promise<void> {
    if (!this.#lock) return
    await this.#leases.release()
    const lock = this.#lock
    this.#lock = undefined
    await lock?.close()
  }

  #append(app: string, expected: number, entries: readonly JournalEntry[]): void {
    const path = this.#pathOf(app)
    const end = this.#endOf(app, path)
    if ((end?.number ?? 0) !== expected)
      throw new ThroughlineError([machineIssue('app/conflict', { app, expected, found: end?.number ?? 0 })])
    const before = end && accountOf(end.head, end.place)
    // The first line refers to the account after the first entries, and its length to it.
    const draft = lineOf(before, end?.place.snapshot, expected + 1, entries, end?.offset ?? 0)
    const head = end?.head ?? headOfJournal(app, draft.account)
    const beginning = end ? '' : headLine(head)
    const start = Buffer.byteLength(beginning)
    const isMoved = start > 0 && draft.place.snapshot !== undefined
    const line = isMoved ? lineOf(before, undefined, expected + 1, entries, start) : draft
    const bytes = toBytes(beginning + line.text)
    const offset = end?.offset ?? 0
    this.#ends.delete(app)
    const sync = this.#options.durability === 'sync'
    if (end) this.#files.write(path, offset, bytes, { sync })
    else this.#files.create(path, bytes, { sync })
    if (sync && !end) nodeFiles.syncFolder(this.#folder)
    const sizeBytes = offset + bytes.byteLength
    if (this.#ends.size >= MOST_ENDS) this.#ends.clear()
    this.#ends.set(app, {
      head,
      number: expected + entries.length,
      place: line.place,
      offset: sizeBytes,
      sizeBytes,
      seal: sealOf(bytes),
    })
  }

  /** What is remembered holds as long as the file ends where it ended. */
  #endOf(app: string, path: string): JournalEnd | undefined {
    const known = this.#ends.get(app)
    if (known && endsThere(this.#files, path, known)) return known
    this.#ends.delete(app)
    return endOf(this.#files, path, app)
  }

  *#numbered(app: string, offset: number, after = 0): Generator<Numbered> {
    const path = this.#pathOf(app)
    for (const line of linesOf(this.#files, path, app, offset)) {
      if (line.number + line.count - 1 <= after) continue
      const entries = entriesIn(line)
      if (typeof entries === 'string') throw damageIn(this.#files, path, app, entries, line.number)
      for (const [index, entry] of entries.entries())
        if (line.number + index > after) yield { number: line.number + index, entry }
    }
  }

  #pathOf(app: string): string {
    // Half of a pair of surrogates has no form in UTF-8, and would be the same as another one.
    const name = createHash('sha256').update(JSON.stringify(app)).digest('hex').slice(0, 40)
    return join(this.#folder, `${name}${ENDING}`)
  }

  /** Of all processes one at a time, for as long as the call takes. */
  #alone<Result>(call: () => Result): Awaitable<Result> {
    return this.#try(() =>
      // oxlint-disable-next-line require-yield -- what is done is done in files
      this.#opened().perform(function* () {
        return call()
      }),
    )
  }

  #opened(): TableDatabase<LeaseTables> {
    if (this.#lock) return this.#lock
    const { access } = openFolder(this.#path, { files: nodeFiles, onTrouble: () => {} })
    if (access === 'read-only') throw Object.assign(new Error('the folder can only be read'), { code: 'EACCES' })
    this.#files.makeFolder(this.#folder)
    const lock = openSqliteTables<LeaseTables>(join(this.#folder, LOCK_FILE), {
      migrations: [createLeaseTable],
      applicationId: LOCK_ID,
    })
    this.#lock = lock
    return lock
  }

  #try<Result>(call: () => Result): Result {
    try {
      return call()
    } catch (error) {
      if (error instanceof NewerTables) {
        const { found, known } = error
        const path = join(this.#folder, LOCK_FILE)
        throw new ThroughlineError([applicationsIssue('applications/newer-format', { path, found, known })])
      }
      if (isThroughlineError(error) || failureOf(error) === undefined) throw error
      const issue = failureIssue(error, { path: this.#path, readable: false })
      throw new ThroughlineError([{ ...issue, severity: 'error' }], { cause: error })
    }
  }
}

function endsStep(entry: JournalEntry, at: number): boolean {
  return (entry.type === 'committed' || entry.type === 'opened') && entry.sequence === at
}

/** @param entries from a snapshot or the first one on */
function loaded(entries: readonly Numbered[]): LoadedJournal | undefined {
  const first = entries[0]?.entry
  const head = foldJournal(
    entries.map(({ entry }) => entry),
    first?.type === 'snapshot' ? first.head : undefined,
  )
  return head && { head, number: entries.at(-1)!.number }
}

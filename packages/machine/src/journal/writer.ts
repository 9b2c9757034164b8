// Writes the journal of one application: at once, in batches, or at the end of a run, and always after what it knows.

import { isThenable } from 'throughline/insides'
import type { Durability } from '../run/open-options.ts'
import type { Head, JournalEntry } from './entry.ts'
import type { Persister } from './persister.ts'

/** A batch goes out when it has so many entries, or is so old. */
const BATCH_ENTRIES = 256
const BATCH_MS = 20
/** More than this waits for the persister. */
const MOST_WAITING = 4_096
/** The first snapshot comes after so many entries; the next ones after twice as many, four times, eight times. */
const FIRST_SNAPSHOT = 100

export interface JournalWriterOptions {
  readonly app: string
  readonly persister: Persister
  readonly durability: Durability
  /** Number of the last entry. */
  readonly number: number
  /** Where the application stands, as plain data. */
  readonly head: () => Head
  readonly clock: {
    readonly Date: { now(): number }
    setTimeout(run: () => void, delayMs: number): unknown
    clearTimeout(timer: unknown): void
  }
}

type Awaitable<Value> = Value | PromiseLike<Value>

export class JournalWriter {
  readonly #options: JournalWriterOptions
  /** Of the last entry that was given to the persister. */
  #number: number
  #waiting: JournalEntry[] = []
  #writing: PromiseLike<void> | undefined
  #timer: unknown
  /** What waits is to be written as soon as the persister has done what it does. */
  #isDue = false
  #failure: { readonly error: unknown; isTold: boolean } | undefined
  #snapshotAt: number

  constructor(options: JournalWriterOptions) {
    this.#options = options
    this.#number = options.number
    this.#snapshotAt = snapshotAfter(options.number)
  }

  /** Whether the beginning of a step is written before it. */
  get writesAhead(): boolean {
    return this.#options.durability === 'step'
  }

  /**
   * Adds an entry. With the durability `step` it is recorded when this is done.
   *
   * @throws what the persister throws, now or at an earlier batch
   */
  add(entry: JournalEntry): Awaitable<void> {
    this.#throwFailure()
    this.#waiting.push(entry)
    const { durability } = this.#options
    if (durability === 'step') return this.flush()
    if (durability === 'exit') return
    if (this.#waiting.length >= MOST_WAITING) return this.flush()
    if (this.#waiting.length >= BATCH_ENTRIES) return this.#begin()
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined
      this.#begin()
    }, BATCH_MS)
  }

  /** A place where nothing is between two steps: a snapshot may be taken. */
  mark(): void {
    const number = this.#number + this.#waiting.length
    if (number < this.#snapshotAt) return
    this.#snapshotAt = snapshotAfter(number)
    const head = this.#options.head()
    this.#waiting.push({ type: 'snapshot', atMs: this.#options.clock.Date.now(), sequence: head.sequence, head })
  }

  /** Writes what waits. @throws what the persister throws */
  flush(): Awaitable<void> {
    this.#throwFailure()
    if (this.#writing) return this.#told(this.#writing.then(() => this.flush()))
    if (this.#waiting.length === 0) return
    return this.#told(this.#write())
  }

  #throwFailure(): void {
    if (!this.#failure) return
    this.#failure.isTold = true
    throw this.#failure.error
  }

  /** Somebody waits for this, and hears how it fails. */
  #told(written: Awaitable<void>): Awaitable<void> {
    if (!isThenable(written)) return this.#throwFailure()
    return Promise.resolve(written).then(() => this.#throwFailure())
  }

  /** Begins to write; what goes wrong is said at the next call. */
  #begin(): void {
    this.#isDue = this.#writing !== undefined
    if (this.#isDue || this.#failure) return
    if (this.#waiting.length > 0) void this.#write()
  }

  /** What goes wrong is kept: see `#failure`. */
  #write(): Awaitable<void> {
    const { app, persister, clock } = this.#options
    const entries = this.#waiting
    const expected = this.#number
    this.#waiting = []
    this.#number += entries.length
    clock.clearTimeout(this.#timer)
    this.#timer = undefined
    const failed = (error: unknown): void => {
      this.#failure = { error, isTold: false }
      this.#writing = undefined
    }
    const done = (): void => {
      this.#writing = undefined
      if (this.#isDue) this.#begin()
    }
    try {
      const written = persister.append(app, expected, entries)
      if (!isThenable(written)) return done()
      this.#writing = Promise.resolve(written).then(done, failed)
      return this.#writing
    } catch (error) {
      return failed(error)
    }
  }

  /** Writes what waits, and never again. @throws what the persister throws, unless somebody has heard it before */
  async close(): Promise<void> {
    try {
      if (!this.#failure?.isTold) await this.flush()
    } finally {
      this.#options.clock.clearTimeout(this.#timer)
      this.#waiting = []
    }
  }
}

/** The same places whoever opens the application, and however often: else one that does a step at a time had none. */
function snapshotAfter(number: number): number {
  let at = FIRST_SNAPSHOT
  while (at <= number) at *= 2
  return at
}

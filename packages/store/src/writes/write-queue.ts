// Group commits: what several parts of the store want to write goes into one transaction, a moment later.

import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { failureOf } from '../trouble/failure.ts'
import type { Health } from '../trouble/health.ts'

/** A part of the store with writes of its own that wait. */
export interface Writer {
  /** Writes all that waits. Called inside of a transaction; may be called again when that one failed. */
  write(): void
  /** What waited is committed, or will never be. */
  settled(): void
}

export interface WriteQueueOptions {
  readonly database: Database
  readonly clock: Clock
  readonly health: Health
  /** How long a write waits for others, in milliseconds. @defaultValue 25 */
  readonly delayMs?: number
  /** How many writes are committed together at most. @defaultValue 1000 */
  readonly maxWrites?: number
  /** How many bytes are committed together at most. @defaultValue 8 MiB */
  readonly maxBytes?: number
}

/** So long a commit that nobody asked for waits for other processes; then it is tried again later. */
const politeWaitMs = 20
const longestDelayMs = 500
/** Of the bytes or writes that are committed together: with more waiting, a commit waits for its turn. */
const patience = 8

/** Collects writes and commits them in the order in which the writers joined. */
export class WriteQueue {
  readonly #options: Required<WriteQueueOptions>
  readonly #writers: Writer[] = []
  #cancel: (() => void) | undefined
  #waiting = 0
  #waitingBytes = 0
  #sinceMs = 0
  #delayMs: number

  constructor(options: WriteQueueOptions) {
    this.#options = { delayMs: 25, maxWrites: 1000, maxBytes: 8 << 20, ...options }
    this.#delayMs = this.#options.delayMs
  }

  join(writer: Writer): void {
    this.#writers.push(writer)
  }

  /** Says that a writer has one more write. Commits at once when enough wait, or when one has waited for too long. */
  add(sizeBytes = 0): void {
    const { clock, delayMs, maxWrites, maxBytes } = this.#options
    this.#waiting++
    this.#waitingBytes += sizeBytes
    if (this.#waiting === 1) this.#sinceMs = clock.nowMs()
    const isMuch = this.#waiting >= maxWrites || this.#waitingBytes >= maxBytes
    // A flow that never lets timers run looks at the clock from time to time.
    const isLate = this.#waiting % 16 === 0 && clock.nowMs() - this.#sinceMs > 2 * delayMs
    const isTooMuch = this.#waiting >= patience * maxWrites || this.#waitingBytes >= patience * maxBytes
    // While others hold the lock, the timer tries again.
    const isHeldUp = this.#delayMs > delayMs
    if (isTooMuch) this.#commit(true)
    else if ((isMuch || isLate) && !isHeldUp) this.#commit(false)
    this.#schedule()
  }

  /** Commits what waits, before it returns; waits for other processes if it must. */
  flush(): void {
    if (this.#waiting > 0) this.#commit(true)
  }

  /** Commits what waits, or drops it. */
  close(): void {
    this.flush()
    this.#settle()
  }

  #commit(waits: boolean): void {
    const { database, health } = this.#options
    if (!health.stores) return this.#settle()
    const write = (): void => {
      for (const writer of this.#writers) writer.write()
    }
    try {
      database.transaction(write, waits ? {} : { waitMs: politeWaitMs })
      this.#delayMs = this.#options.delayMs
    } catch (error) {
      if (!waits && failureOf(error) === 'locked') {
        this.#delayMs = Math.min(2 * this.#delayMs, longestDelayMs)
        return
      }
      health.failed(error)
    }
    this.#settle()
  }

  #settle(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#waiting = 0
    this.#waitingBytes = 0
    for (const writer of this.#writers) writer.settled()
  }

  #schedule(): void {
    if (this.#waiting === 0 || this.#cancel) return
    this.#cancel = this.#options.clock.later(this.#delayMs, () => {
      this.#cancel = undefined
      this.#commit(false)
      this.#schedule()
    })
  }
}

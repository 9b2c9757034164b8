// A bounded pool: so many items at a time, in the order of their source, and nothing read ahead of need.

import { isThenable } from '../execute/layer.ts'
import { yieldToHost } from '../execute/yield-to-host.ts'
import type { ItemSource } from './item-source.ts'

/** What is done with the items. Everything is told by index, from 0 in the order of the source. */
export interface PoolTasks {
  /** Computes an item; what it throws, or rejects with, is a failure of the item. */
  start(item: unknown, index: number): unknown
  succeed(index: number, value: unknown): void
  fail(index: number, error: unknown): void
  /** An item has settled after the pool was stopped. */
  comeLate(index: number, error?: unknown): void
  failSource(error: unknown): void
  /** From time to time, with `breathes`. @param now of `performance.now()` */
  tick(now: number): void
  /** The source is exhausted, and every item has settled. */
  end(): void
}

export interface PoolSetting {
  /** Most items that are open at a time. */
  readonly concurrency: number
  /** An item is open until it is taken, not only until it has settled: a reader that is slow slows the pool down. */
  readonly untilTaken: boolean
  /** A synchronous stretch lets the event loop breathe. */
  readonly breathes: boolean
}

const STRETCH_MS = 25
const LONGEST_STRIDE = 16

export class Pool {
  readonly #source: ItemSource
  readonly #tasks: PoolTasks
  readonly #setting: PoolSetting
  #next = 0
  #open = 0
  #running = 0
  /** Of the item that was started last, when it is asynchronous. */
  #pending: unknown
  #pendingIndex = 0
  /** For the next item, or for the event loop. */
  #isWaiting = false
  #isPulling = false
  #isExhausted = false
  #isOver = false
  #breathedAt = 0
  #lookedAt = 0
  /** How many items are started between two looks at the clock. */
  #stride = 1
  #untilLook = 0
  /** Called when a pool that was stopped has nothing left to wait for. */
  #drained: (() => void) | undefined

  constructor(source: ItemSource, tasks: PoolTasks, setting: PoolSetting) {
    this.#source = source
    this.#tasks = tasks
    this.#setting = setting
    if (setting.breathes) this.#breathedAt = performance.now()
  }

  /** Starts what can start. Synchronous items are done when it returns. */
  pump(): void {
    while (this.#startNext()) void this.#follow()
    if (this.#isExhausted && this.#running === 0 && !this.#isOver) {
      this.#isOver = true
      this.#tasks.end()
    }
  }

  /** Starts items until one is asynchronous. @returns false when there is no item, or no room, for the time being */
  #startNext(): boolean {
    while (this.#open < this.#setting.concurrency && !this.#isWaiting && !this.#isExhausted && !this.#isOver) {
      if (this.#setting.breathes && --this.#untilLook <= 0 && this.#hasToBreathe()) {
        this.#breathe()
        return false
      }
      try {
        const isThere = this.#source.advance()
        if (typeof isThere !== 'boolean') {
          this.#isWaiting = this.#isPulling = true
          isThere.then(this.#takePulled, this.#failPulled)
          return false
        }
        this.#isExhausted = !isThere
      } catch (error) {
        this.#tasks.failSource(error)
        return false
      }
      if (!this.#isExhausted && this.#start()) return true
    }
    return false
  }

  /** An item was taken: with `untilTaken` this makes room for the next. */
  taken(): void {
    this.#open--
    this.pump()
  }

  /**
   * Nothing new starts.
   *
   * @returns resolves when the source is closed and every item that had started has settled; nothing when that is so already
   */
  stop(): Promise<unknown> | undefined {
    this.#isOver = true
    const closing = this.#closeSource()
    const isDrained = this.#running === 0 && !this.#isPulling
    if (isDrained && !isThenable(closing)) return undefined
    const settled = new Promise<void>((resolve) => (this.#drained = resolve))
    this.#settleIfDrained()
    return Promise.all([closing, settled])
  }

  /** What it throws is thrown to whoever waits. */
  #closeSource(): unknown {
    try {
      return this.#source.close()
    } catch (error) {
      return Promise.reject(error)
    }
  }

  readonly #takePulled = (isThere: boolean): void => {
    this.#isWaiting = this.#isPulling = false
    this.#settleIfDrained()
    if (this.#isOver) return
    this.#isExhausted = !isThere
    if (isThere && this.#start()) void this.#follow()
    this.pump()
  }

  readonly #failPulled = (error: unknown): void => {
    this.#isWaiting = this.#isPulling = false
    this.#settleIfDrained()
    if (!this.#isOver) this.#tasks.failSource(error)
  }

  /** To look at the clock takes as long as a trivial item: when items are quick, it is not done for each. */
  #hasToBreathe(): boolean {
    const now = performance.now()
    this.#stride = now - this.#lookedAt < 1 ? Math.min(this.#stride * 2, LONGEST_STRIDE) : 1
    this.#untilLook = this.#stride
    this.#lookedAt = now
    this.#tasks.tick(now)
    return now - this.#breathedAt > STRETCH_MS
  }

  #breathe(): void {
    this.#isWaiting = true
    yieldToHost(() => {
      this.#isWaiting = false
      this.#breathedAt = performance.now()
      this.pump()
    })
  }

  /** Starts the item that the source has found. @returns true when it is asynchronous */
  #start(): boolean {
    const index = this.#next++
    this.#open++
    let value: unknown
    let isPending: boolean
    try {
      value = this.#tasks.start(this.#source.item, index)
      isPending = isThenable(value)
    } catch (error) {
      this.#settle(index, false, error)
      return false
    }
    if (isPending) {
      this.#pending = value
      this.#pendingIndex = index
      this.#running++
    } else this.#settle(index, true, value)
    return isPending
  }

  /** Waits for the pending item, and then for the next one in its place: so nothing has to be made for each. */
  async #follow(): Promise<void> {
    do {
      const index = this.#pendingIndex
      const pending = this.#pending
      this.#pending = undefined
      let isValue = true
      let outcome: unknown
      try {
        outcome = await pending
      } catch (error) {
        isValue = false
        outcome = error
      }
      this.#running--
      this.#settle(index, isValue, outcome)
      if (this.#isOver) this.#settleIfDrained()
    } while (this.#startNext())
    this.pump()
  }

  #settle(index: number, isValue: boolean, outcome: unknown): void {
    if (!this.#setting.untilTaken) this.#open--
    if (this.#isOver) this.#tasks.comeLate(index, isValue ? undefined : outcome)
    else if (isValue) this.#tasks.succeed(index, outcome)
    else this.#tasks.fail(index, outcome)
  }

  #settleIfDrained(): void {
    if (this.#running === 0 && !this.#isPulling) this.#drained?.()
  }
}

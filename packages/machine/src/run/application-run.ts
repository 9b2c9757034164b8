// A run while it goes: its events can be read one by one, and its outcome can be awaited.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'

/** Takes events; a promise that it returns is waited for. */
export type Listener = (event: AnyEvent) => void | PromiseLike<void>

interface Waiting {
  readonly event: AnyEvent
  readonly taken: () => void
}

/**
 * Begins in the next microtask, or when its turn comes: who reads its events in the statement that made it gets all of
 * them, and the run waits for its reader. Without a reader it goes on by itself.
 */
export class ApplicationRun implements AsyncIterable<AnyEvent>, PromiseLike<AnyOutcome> {
  readonly #app: string
  readonly #outcome: Promise<AnyOutcome>
  readonly #stop = new AbortController()
  #isRead = false
  #hasBegun = false
  readonly #waiting: Waiting[] = []
  #reader:
    | { readonly give: (result: IteratorResult<AnyEvent, undefined>) => void; readonly fail: (error: unknown) => void }
    | undefined
  #isOver = false
  #failure: { readonly error: unknown } | undefined

  /** @param inTurn takes its place among the calls of the application at once, and calls the work when it is its turn */
  constructor(
    app: string,
    inTurn: (work: () => Promise<AnyOutcome>) => Promise<AnyOutcome>,
    start: (listener: Listener | undefined, stop: AbortSignal) => Promise<AnyOutcome>,
  ) {
    this.#app = app
    this.#outcome = inTurn(async () => {
      await Promise.resolve()
      this.#hasBegun = true
      return start(this.#isRead ? (event) => this.#take(event) : undefined, this.#stop.signal)
    })
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a run is awaited for its outcome
  then<Fulfilled = AnyOutcome, Rejected = never>(
    onFulfilled?: ((outcome: AnyOutcome) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#outcome.then(onFulfilled, onRejected)
  }

  /** @throws {app/late-iteration} */
  [Symbol.asyncIterator](): AsyncIterator<AnyEvent, undefined> {
    if (this.#hasBegun || this.#isRead)
      throw new ThroughlineError([machineIssue('app/late-iteration', { app: this.#app })])
    this.#isRead = true
    this.#outcome.then(
      () => this.#end(),
      (error: unknown) => this.#end({ error }),
    )
    return {
      next: () => this.#next(),
      return: async () => {
        this.#stop.abort(new Error('nobody reads the events of this run any more'))
        this.#isOver = true
        for (const { taken } of this.#waiting.splice(0)) taken()
        await this.#outcome.then(undefined, () => {})
        return { done: true, value: undefined }
      },
    }
  }

  #take(event: AnyEvent): void | Promise<void> {
    if (this.#isOver) return
    const reader = this.#reader
    if (reader) {
      this.#reader = undefined
      reader.give({ done: false, value: event })
      return
    }
    return new Promise((resolve) => {
      this.#waiting.push({ event, taken: resolve })
    })
  }

  #next(): Promise<IteratorResult<AnyEvent, undefined>> {
    const waiting = this.#waiting.shift()
    if (waiting) {
      waiting.taken()
      return Promise.resolve({ done: false, value: waiting.event })
    }
    const failure = this.#failure
    this.#failure = undefined
    if (failure) return Promise.reject(failure.error)
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve, reject) => {
      this.#reader = { give: resolve, fail: reject }
    })
  }

  #end(failure?: { readonly error: unknown }): void {
    const reader = this.#reader
    this.#reader = undefined
    this.#isOver = true
    if (!reader) this.#failure = failure
    else if (failure) reader.fail(failure.error)
    else reader.give({ done: true, value: undefined })
  }
}

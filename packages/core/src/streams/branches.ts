// One stream for several readers: each goes through all of it, at its own pace.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { isThenable } from '../execute/layer.ts'
import { fanOutIssue } from '../fan-out/fan-out-issues.ts'

/** An item, and the one behind it. What every reader has passed is referred to by nobody. */
interface Cell {
  readonly item: unknown
  next: Cell | undefined
}

/** How far one reader is. */
interface Branch {
  cell: Cell
  /** How many items it has read. */
  read: number
}

export interface BranchesSetting {
  readonly node: string
  /** How many there will be: when all have begun, what they have passed is let go. Absent when nobody knows. */
  readonly readers: number | undefined
  /** Most items that the fastest reader may be ahead of the slowest, once all have begun. */
  readonly maxAhead: number
  /** Told what the source has thrown, before its readers are. */
  readonly failed: (error: unknown) => void
}

type End = { readonly error?: unknown }

export class Branches implements AsyncIterable<unknown> {
  readonly #setting: BranchesSetting
  readonly #source: Iterator<unknown> | AsyncIterator<unknown>
  /** In front of the first item; absent when nobody can begin any more. */
  #start: Cell | undefined = { item: undefined, next: undefined }
  #last: Cell = this.#start!
  #begun = 0
  #expected: number | undefined
  readonly #branches = new Set<Branch>()
  #isPulling = false
  #end: End | undefined
  /** Readers that wait for an item, for room, or for the end. */
  #waiting: (() => void)[] = []

  constructor(stream: Iterable<unknown> | AsyncIterable<unknown>, setting: BranchesSetting) {
    this.#setting = setting
    this.#expected = setting.readers
    this.#source = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]()
  }

  /** @throws {run/stream-closed} when the beginning is gone */
  [Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    const { node } = this.#setting
    const cell = this.#start
    if (!cell) throw new ThroughlineError([fanOutIssue('run/stream-closed', { node, reason: 'let-go' })])
    const branch: Branch = { cell, read: 0 }
    this.#branches.add(branch)
    if (++this.#begun === this.#expected) this.#start = undefined
    return this.#follow(branch)
  }

  /** In the place of one reader that was expected there are so many. What nobody knows stays so: then nothing is let go. */
  expectInstead(readers: number | undefined): void {
    this.#expected = readers === undefined || this.#expected === undefined ? undefined : this.#expected + readers - 1
  }

  /**
   * The run has ended. Who has not seen all of it is told so: nothing is cut off in silence. A stream that nobody has
   * begun stays as it is, for the caller of the run.
   */
  async close(): Promise<void> {
    if (this.#end || this.#begun === 0) return
    const { node } = this.#setting
    this.#finish({ error: new ThroughlineError([fanOutIssue('run/stream-closed', { node, reason: 'ended' })]) })
    await this.#closeSource()
  }

  /** The run is stopped: readers fail with its reason. */
  abort(reason: unknown): void {
    if (this.#end) return
    this.#finish({ error: reason })
    this.#closeSource().catch(() => {})
  }

  async *#follow(branch: Branch): AsyncGenerator<unknown, void, undefined> {
    try {
      for (;;) {
        const { next } = branch.cell
        if (next) {
          branch.cell = next
          branch.read++
          this.#wake()
          yield next.item
        } else if (this.#end) {
          if ('error' in this.#end) throw this.#end.error
          return
        } else if (this.#isPulling || this.#isTooFarAhead(branch)) {
          await new Promise<void>((resolve) => this.#waiting.push(resolve))
        } else this.#pull()
      }
    } finally {
      this.#branches.delete(branch)
      this.#wake()
      // Everybody who was expected has come, and has left.
      if (this.#start === undefined && this.#branches.size === 0 && !this.#end) {
        this.#end = {}
        await this.#closeSource()
      }
    }
  }

  /** Nobody waits for a reader that has not begun: it may itself wait for what another reader makes of the stream. */
  #isTooFarAhead(branch: Branch): boolean {
    if (this.#start) return false
    let slowest = branch.read
    for (const { read } of this.#branches) slowest = Math.min(slowest, read)
    return branch.read - slowest >= this.#setting.maxAhead
  }

  #pull(): void {
    const take = ({ done, value }: IteratorResult<unknown>): void => {
      if (this.#end) return
      if (done) this.#finish({})
      else {
        this.#last = this.#last.next = { item: value, next: undefined }
        this.#wake()
      }
    }
    const fail = (error: unknown): void => {
      if (this.#end) return
      this.#setting.failed(error)
      this.#finish({ error })
    }
    const settle = <Outcome>(next: (outcome: Outcome) => void) => {
      return (outcome: Outcome): void => {
        this.#isPulling = false
        next(outcome)
      }
    }
    try {
      const pulled = this.#source.next()
      if (isThenable(pulled)) {
        this.#isPulling = true
        Promise.resolve(pulled).then(settle(take), settle(fail))
      } else take(pulled)
    } catch (error) {
      fail(error)
    }
  }

  #finish(end: End): void {
    this.#end = end
    this.#wake()
  }

  /** Does not wait for a source that is still busy: it may never come back. */
  async #closeSource(): Promise<void> {
    const closing = Promise.resolve(this.#source.return?.())
    if (this.#isPulling) closing.catch(() => {})
    else await closing
  }

  #wake(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = []
    for (const goOn of waiting) goOn()
  }
}

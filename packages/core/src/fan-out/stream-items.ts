// The values of the items as a stream: in order, and never further ahead of its reader than the limit.

import { notePlace, type ErrorPlace } from '../execute/error-place.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { assertItems } from '../streams/assert-items.ts'
import { FanOut, type FanOutSetting, type Given, type Worker } from './fan-out.ts'

/**
 * Nothing is read or computed before the stream is read.
 *
 * @throws {run/not-iterable} at once
 */
export function streamItems(
  setting: FanOutSetting,
  worker: Worker,
  given: Given,
  scope: StepScope | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  for (const name of setting.sources) assertItems(name, given[name])
  return read(setting, worker, given, scope, signal)
}

async function* read(
  setting: FanOutSetting,
  worker: Worker,
  given: Given,
  scope: StepScope | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const items = new Streaming(setting, worker, given, scope)
  items.begin(signal)
  try {
    for (let index = 0; ; index++) {
      while (!items.has(index)) if (!(await items.goesOn())) return
      yield items.take(index)
    }
  } finally {
    items.leave()
  }
}

class Streaming extends FanOut {
  readonly #scope: StepScope | undefined
  /** By index: computed, and not taken yet. */
  readonly #values = new Map<number, unknown>()
  #wake = (): void => {}

  constructor(setting: FanOutSetting, worker: Worker, given: Given, scope: StepScope | undefined) {
    super(setting, worker, given, scope, true)
    this.#scope = scope
  }

  begin(signal: AbortSignal | undefined): void {
    this.listen(signal)
    this.pool.pump()
  }

  has(index: number): boolean {
    return this.#values.has(index)
  }

  /** What was computed in front of a failure is given before it is thrown. @returns false at the end */
  goesOn(): boolean | Promise<boolean> {
    if (!this.outcome) return new Promise((resolve) => (this.#wake = () => resolve(true)))
    if ('error' in this.outcome) throw this.outcome.error
    return false
  }

  /** Makes room for another item, while the reader is busy with this one. */
  take(index: number): unknown {
    const value = this.#values.get(index)
    this.#values.delete(index)
    this.pool.taken()
    return value
  }

  /** Its reader does not wait: the source may be in the middle of an item that never comes. */
  leave(): void {
    if (!this.outcome) this.abandon(new Error('the stream was left'))
  }

  protected keep(index: number, value: unknown): void {
    this.#values.set(index, value)
    this.#wake()
  }

  protected conclude(): void {
    this.#wake()
  }

  protected override noteError(error: unknown, place: ErrorPlace): void {
    if (this.#scope) notePlace(this.#scope.host, error, { stream: this.#scope.node, ...place })
  }
}

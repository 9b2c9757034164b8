// The values of all items as an array: synchronously, as long as every item is synchronous.

import type { StepScope } from '../execute/step-scope.ts'
import { FanOut, type FanOutSetting, type Given, type Worker } from './fan-out.ts'

class Collecting extends FanOut {
  /** In the order of the items; places are taken when items start. */
  readonly #values: unknown[] = []
  #settle = (): void => {}

  override start(item: unknown, index: number): unknown {
    this.#values.push(undefined)
    return super.start(item, index)
  }

  protected keep(index: number, value: unknown): void {
    this.#values[index] = value
  }

  protected conclude(): void {
    this.#settle()
  }

  run(signal: () => AbortSignal | undefined, isWatched: boolean): unknown[] | Promise<unknown[]> {
    // Nobody can stop what is synchronous and not watched.
    if (isWatched) this.listen(signal())
    this.pool.pump()
    if (this.outcome) return this.#result()
    if (!isWatched) this.listen(signal())
    return new Promise((resolve, reject) => {
      this.#settle = () => {
        if ('error' in this.outcome!) reject(this.outcome.error)
        else resolve(this.#values)
      }
      if (this.outcome) this.#settle()
    })
  }

  #result(): unknown[] {
    if ('error' in this.outcome!) throw this.outcome.error
    return this.#values
  }
}

/**
 * @param signal stops the items; in a run that of the step
 * @returns in the order of the items; a promise as soon as one item is asynchronous
 */
export function collectItems(
  setting: FanOutSetting,
  worker: Worker,
  given: Given,
  scope: StepScope | undefined,
  signal: () => AbortSignal | undefined,
): unknown[] | Promise<unknown[]> {
  return new Collecting(setting, worker, given, scope, false).run(signal, scope?.host.isWatched === true)
}

// Tells the hooks, in isolation: what an observer throws is reported and never changes the run.

import type { Hooks } from './hooks.ts'
import { isThenable } from './layer.ts'
import type { ObservedRun } from './observed-run.ts'

export type Observer = Exclude<keyof Hooks, 'around' | 'onHookError'>
export type EventOf<Name extends Observer> = Parameters<NonNullable<Hooks[Name]>>[0]

export class Observers {
  readonly #hooks: readonly Hooks[]
  readonly #pending = new Set<Promise<void>>()

  constructor(hooks: readonly Hooks[]) {
    this.#hooks = hooks
  }

  /** Starts are told in the order of registration, ends in reverse. */
  tell<Name extends Observer>(observer: Name, event: EventOf<Name>, run?: ObservedRun): void {
    const count = this.#hooks.length
    const isEnd = observer === 'onStepEnd' || observer === 'onRunEnd'
    for (let index = 0; index < count; index++) {
      const hooks = this.#hooks[isEnd ? count - 1 - index : index]!
      if (!hooks[observer]) continue
      try {
        const told: unknown = (hooks[observer] as (event: EventOf<Name>, run?: ObservedRun) => unknown)(event, run)
        if (isThenable(told)) this.#waitFor(told, observer)
      } catch (error) {
        this.#waitFor(this.#report(error, observer), observer)
      }
    }
  }

  /** Asks the promise once: that of a query builder sends its query each time that it is asked. */
  #waitFor(told: PromiseLike<unknown>, observer: Observer): void {
    const taken = Promise.resolve(told)
      .catch((error: unknown) => this.#report(error, observer))
      .then(() => void this.#pending.delete(taken))
    this.#pending.add(taken)
  }

  async #report(error: unknown, observer: Observer): Promise<void> {
    const listeners = this.#hooks.filter((hooks) => hooks.onHookError !== undefined)
    if (listeners.length === 0) console.error(`A hook failed in ${observer}; the run goes on.`, error)
    for (const hooks of listeners) {
      try {
        const told: unknown = hooks.onHookError!(error, observer)
        await told
      } catch (again) {
        console.error('A hook failed in onHookError; the run goes on.', again)
      }
    }
  }

  /** Resolves when everything that was told has been taken in. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending)
  }
}

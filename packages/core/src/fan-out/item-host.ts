// One item as its function and its layers see it: a step within the step of its fan-out.

import type { ItemPlace } from '../execute/error-place.ts'
import type { Hooks } from '../execute/hooks.ts'
import type { RunMemo } from '../execute/memo.ts'
import type { EventOf, Observer } from '../execute/observers.ts'
import { StepScope, type StepHost } from '../execute/step-scope.ts'

/** Has a signal of its own, and says of everything that is told which item it is about. */
export class ItemHost implements StepHost {
  /** Counts the attempts of this item alone. */
  readonly scope: StepScope
  readonly #outer: StepHost
  readonly #index: number
  readonly #placeOf: (index: number) => ItemPlace
  #place: ItemPlace | undefined
  #controller: AbortController | undefined
  #stopped: { readonly reason: unknown } | undefined
  #endTasks: (() => unknown)[] | undefined
  #isOver = false

  constructor(outer: StepHost, node: string, index: number, placeOf: (index: number) => ItemPlace) {
    this.#outer = outer
    this.#index = index
    this.#placeOf = placeOf
    this.scope = new StepScope(this, node)
  }

  /** Made when first asked for. */
  get place(): ItemPlace {
    return (this.#place ??= this.#placeOf(this.#index))
  }

  get runId(): string {
    return this.#outer.runId
  }

  get hooks(): readonly Hooks[] {
    return this.#outer.hooks
  }

  get memo(): RunMemo | undefined {
    return this.#outer.memo
  }

  get isWatched(): boolean {
    return this.#outer.isWatched
  }

  /** Made when first asked for: most functions never do. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#stopped) this.#controller.abort(this.#stopped.reason)
    }
    return this.#controller.signal
  }

  abort(reason: unknown): void {
    this.#stopped = { reason }
    this.#controller?.abort(reason)
  }

  tell<Name extends Observer>(observer: Name, event: EventOf<Name>): void {
    // What an item of this item says has its own, longer place.
    this.#outer.tell(observer, { item: this.place, ...event })
  }

  leaveBehind(node: string, promise: PromiseLike<unknown>): void {
    this.#outer.leaveBehind(node, promise)
  }

  stop(reason: unknown, byCaller: boolean): void {
    this.#outer.stop(reason, byCaller)
  }

  /** Done at the end of the item: a run of many items does not keep what each has opened. */
  atEnd(node: string, task: () => unknown): void {
    if (this.#isOver) this.#outer.atEnd(node, task)
    else (this.#endTasks ??= []).push(task)
  }

  /** The item has settled. */
  end(): void {
    this.#isOver = true
    if (!this.#endTasks) return
    const tasks = this.#endTasks.reverse()
    const tidyUp = async (): Promise<void> => {
      for (const task of tasks) await task()
    }
    this.#outer.leaveBehind(this.scope.node, tidyUp())
  }

  /** Who reads the value of an item is not known. */
  readersOf(): undefined {}
}

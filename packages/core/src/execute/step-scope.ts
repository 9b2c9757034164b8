// One step as its function and its layers see it: which attempt this is, when to stop, whom to tell.

import type { NotedPlace } from './error-place.ts'
import type { Hooks } from './hooks.ts'
import type { NodeContext } from './node-context.ts'
import type { RunMemo } from './memo.ts'
import type { EventOf, Observer } from './observers.ts'
import type { TellEnd } from './tell-step.ts'

/** What a step needs of its run. */
export interface StepHost {
  readonly runId: string
  readonly signal: AbortSignal
  readonly hooks: readonly Hooks[]
  /** True when someone is told of the run, or something can stop it: a long stretch lets the event loop breathe. */
  readonly isWatched: boolean
  /** What takes values from earlier runs. */
  readonly memo: RunMemo | undefined
  /** Where errors came from, when their node does not say it. */
  places?: Map<unknown, NotedPlace>
  /** How many steps and outputs of the run read a node, as far as that is known. */
  readersOf(node: string): number | undefined
  tell<Name extends Observer>(observer: Name, event: EventOf<Name>): void
  /** Keeps an eye on a promise that nobody waits for any more. */
  leaveBehind(node: string, promise: PromiseLike<unknown>): void
  /**
   * Does this when the run has ended, however it ended, before it settles; the latest first. What it throws is a failure
   * of the node. Only for steps with a layer that needs time.
   */
  atEnd(node: string, task: () => unknown): void
  /** Nothing new starts, and the signal aborts. */
  stop(reason: unknown, byCaller: boolean): void
}

/** Also the `NodeContext` of the function. */
export class StepScope implements NodeContext {
  readonly node: string
  /** There when the hooks know of its start. */
  tellEnd?: TellEnd
  /** What its function gave, before any middleware: for what takes values from earlier runs. */
  made?: unknown
  readonly #host: StepHost
  /** The step that this is a part of, with a signal of its own. */
  readonly #whole: StepScope | undefined
  readonly #signal: AbortSignal | undefined
  #attempt = 1

  constructor(host: StepHost, node: string, whole?: StepScope, signal?: AbortSignal) {
    this.#host = host
    this.node = node
    this.#whole = whole
    this.#signal = signal
  }

  get host(): StepHost {
    return this.#host
  }

  get runId(): string {
    return this.#host.runId
  }

  get signal(): AbortSignal {
    return this.#signal ?? this.#host.signal
  }

  get attempt(): number {
    return this.#whole?.attempt ?? this.#attempt
  }

  /** The attempts of a step are counted together, whatever tries again: no number comes twice. */
  nextAttempt(): void {
    if (this.#whole) this.#whole.nextAttempt()
    else this.#attempt++
  }

  /** The same step with a signal of its own. */
  withSignal(signal: AbortSignal): StepScope {
    return new StepScope(this.#host, this.node, this, signal)
  }

  // Made when asked for, and bound to the step: they are often taken out, `({ x }, { log }) => ...`.

  get log(): NodeContext['log'] {
    return (message, fields) => this.tell('onStepLog', { message, ...(fields && { fields }) })
  }

  get metric(): NodeContext['metric'] {
    return (name, value, step) => this.tell('onStepMetric', { name, value, ...(step !== undefined && { step }) })
  }

  get progress(): NodeContext['progress'] {
    return (done, total) => this.tell('onStepProgress', { done, ...(total !== undefined && { total }) })
  }

  /** Tells the hooks of this step. */
  tell<Name extends Observer>(observer: Name, facts: Omit<EventOf<Name>, 'runId' | 'node'>): void {
    this.#host.tell(observer, { runId: this.runId, node: this.node, ...facts } as unknown as EventOf<Name>)
  }
}

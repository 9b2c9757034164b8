// One step as its function and its layers see it: which attempt this is, when to stop, whom to tell.

import type { Hooks } from './hooks.ts'
import type { NodeContext } from './node-context.ts'

type Observer = Exclude<keyof Hooks, 'around' | 'onHookError'>

/** What a step needs of its run. */
export interface StepHost {
  readonly runId: string
  readonly signal: AbortSignal
  tell<Name extends Observer>(observer: Name, event: Parameters<NonNullable<Hooks[Name]>>[0]): void
  /** Keeps an eye on a promise that nobody waits for any more. */
  leaveBehind(node: string, promise: PromiseLike<unknown>): void
}

/** Also the `NodeContext` of the function; all but its data is on the prototype, so making one is cheap. */
export class StepScope implements NodeContext {
  readonly node: string
  attempt: number
  readonly #host: StepHost
  readonly #signal: AbortSignal | undefined

  constructor(host: StepHost, node: string, attempt = 1, signal?: AbortSignal) {
    this.#host = host
    this.node = node
    this.attempt = attempt
    this.#signal = signal
    // Functions are often taken out of the context: `({ x }, { log }) => ...`.
    this.log = this.log.bind(this)
    this.metric = this.metric.bind(this)
    this.progress = this.progress.bind(this)
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

  /** The same step with a signal of its own. */
  withSignal(signal: AbortSignal): StepScope {
    return new StepScope(this.#host, this.node, this.attempt, signal)
  }

  log(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#host.tell('onStepLog', { runId: this.runId, node: this.node, message, ...(fields && { fields }) })
  }

  metric(name: string, value: number, step?: number): void {
    const event = { runId: this.runId, node: this.node, name, value }
    this.#host.tell('onStepMetric', step === undefined ? event : { ...event, step })
  }

  progress(done: number, total?: number): void {
    const event = { runId: this.runId, node: this.node, done }
    this.#host.tell('onStepProgress', total === undefined ? event : { ...event, total })
  }
}

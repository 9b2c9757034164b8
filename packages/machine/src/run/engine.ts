// Runs the steps of one application, until something says stop.

import { andThen, isThenable, yieldToHost } from 'throughline/insides'
import type { AnyMachine } from '../definition/machine.ts'
import type { Listener } from './application-run.ts'
import type { CompiledAction, CompiledMachine } from './compiled.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import { Halts } from './halts.ts'
import type { Observers } from './hooks.ts'
import { InputSource } from './inputs.ts'
import type { AnyRunOptions } from './run-options.ts'
import { Step, type StepEnd, type StepHost } from './step.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** How long steps may follow each other before the host gets its turn: timers, input, signals. */
const STRETCH_MS = 25
const MOST_STEPS = 10_000

export interface EngineParts {
  readonly machine: AnyMachine
  readonly compiled: CompiledMachine
  readonly observers: Observers
  /** Everything that a step needs but for what differs from run to run. */
  readonly host: Omit<StepHost, 'emit' | 'isHeard'>
}

/** One run: made for it, and gone with it. */
export class Engine {
  readonly #parts: EngineParts
  readonly #options: AnyRunOptions
  readonly #signal: AbortSignal
  readonly #halts: Halts
  readonly #inputs: InputSource
  readonly #host: StepHost
  /** An application that stands before an action goes on with it, even if it was to halt before it. */
  #mayHaltBefore: boolean
  #steps = 0
  #breathedAt: number

  /** @throws {machine/unknown-action} */
  constructor(parts: EngineParts, options: AnyRunOptions, signal: AbortSignal, listener: Listener | undefined) {
    const { observers, host, machine } = parts
    this.#parts = parts
    this.#options = options
    this.#signal = signal
    this.#halts = new Halts(options.until ?? {}, machine)
    this.#inputs = new InputSource(options.inputs)
    const emit = (event: AnyEvent): Awaitable<void> => {
      // Hooks hear a child as the application that it is.
      if (event.type !== 'child') observers.tell(event)
      return listener?.(event)
    }
    const isHeard = observers.areThere || listener !== undefined
    const contextHost = isHeard ? { ...host.contextHost, emit } : host.contextHost
    this.#host = { ...host, contextHost, emit, isHeard }
    this.#mayHaltBefore = host.standing.sequence === 0
    this.#breathedAt = host.clock.performance.now()
  }

  /** @throws what the persister throws, and mistakes of the caller; never what an action throws */
  async run(): Promise<AnyOutcome> {
    for (;;) {
      const outcome = this.#stretch()
      if (isThenable(outcome)) {
        const settled = await outcome
        if (settled) return settled
      } else if (outcome) return outcome
      else await this.#breathe()
    }
  }

  /** Steps as long as they are synchronous. @returns the outcome; undefined, or a promise of it, when steps are left */
  #stretch(): Awaitable<AnyOutcome | undefined> {
    const { clock } = this.#host
    for (;;) {
      const outcome = this.#next()
      if (isThenable(outcome)) return outcome
      if (outcome) return outcome
      if (clock.performance.now() - this.#breathedAt > STRETCH_MS) return undefined
    }
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => {
      yieldToHost(() => {
        this.#breathedAt = this.#host.clock.performance.now()
        resolve()
      })
    })
  }

  /** Does a step, unless the run is to stop before it. */
  #next(): Awaitable<AnyOutcome | undefined> {
    const { standing } = this.#host
    const ended = this.#endBefore()
    if (ended) return ended
    const compiled = this.#parts.compiled.get(standing.next!)!
    const inputs = this.#inputs.take(compiled)
    if (isThenable(inputs)) return inputs.then((given) => this.#step(compiled, given))
    return this.#step(compiled, inputs)
  }

  #endBefore(): AnyOutcome | undefined {
    const { standing } = this.#host
    const { status, next } = standing
    if (this.#signal.aborted || status === 'cancelled') return this.#cancelled()
    if (status === 'suspended') return this.#suspended()
    if (status === 'stuck') return this.#outcome({ status: 'stuck' })
    if (next === null) return this.#outcome({ status: 'completed' })
    if (this.#steps >= (this.#options.maxSteps ?? MOST_STEPS)) return this.#outcome({ status: 'limit' })
    if (this.#mayHaltBefore && this.#halts.isBefore(next)) return this.#outcome({ status: 'halted', by: 'before' })
    return undefined
  }

  #step(
    compiled: CompiledAction,
    inputs: Readonly<Record<string, unknown>> | undefined,
  ): Awaitable<AnyOutcome | undefined> {
    if (!inputs) return this.#outcome({ status: 'halted', by: 'inputs' })
    this.#mayHaltBefore = true
    return andThen(new Step(this.#host, compiled, inputs, this.#signal).run(), (end) => this.#after(end, compiled.name))
  }

  #after(end: StepEnd, action: string): AnyOutcome | undefined {
    if (end.kind === 'failed') return this.#outcome({ status: 'failed', action, error: end.error })
    if (end.kind === 'cancelled') return this.#cancelled()
    if (end.kind === 'suspended') return this.#suspended()
    this.#steps++
    const by = this.#halts.afterStep(this.#host.standing)
    const isOver = by === undefined || this.#host.standing.next === null
    return isOver ? undefined : this.#outcome({ status: 'halted', by })
  }

  #cancelled(): AnyOutcome {
    const reason: unknown = this.#signal.aborted ? this.#signal.reason : 'the application was cancelled'
    return this.#outcome({ status: 'cancelled', reason })
  }

  #suspended(): AnyOutcome {
    const { standing } = this.#host
    const action = standing.next!
    const schema = this.#parts.machine.actions[action]!.spec.awaits
    const awaiting = { action, sequence: standing.sequence + 1, ...standing.suspension, ...(schema && { schema }) }
    return this.#outcome({ status: 'suspended', awaiting })
  }

  #outcome(how: { readonly status: AnyOutcome['status'] } & Readonly<Record<string, unknown>>): AnyOutcome {
    const { state, sequence, last, next } = this.#host.standing
    return { state, sequence, last, next, steps: this.#steps, ...how } as AnyOutcome
  }
}

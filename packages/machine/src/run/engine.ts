// Runs the steps of one application, until something says stop.

import { ThroughlineError } from 'throughline'
import { andThen, isThenable, yieldToHost } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import { checkAction } from '../definition/check-action.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { Listener } from './application-run.ts'
import type { CompiledAction, CompiledMachine } from './compiled.ts'
import type { AnyEvent, AnyOutcome } from './events.ts'
import { fittingAnswer } from './answer.ts'
import { runOutsideOfSteps, SharedFrame } from './ambient.ts'
import { Halts } from './halts.ts'
import type { Observers } from './hooks.ts'
import { InputSource } from './inputs.ts'
import type { AnyRunOptions } from './run-options.ts'
import { Step, type ApplicationHost, type StepEnd, type StepHost } from './step.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** How long steps may follow each other before the host gets its turn: timers, input, signals. */
const STRETCH_MS = 25
const MOST_STEPS = 10_000

export interface EngineParts {
  readonly machine: AnyMachine
  readonly compiled: CompiledMachine
  readonly observers: Observers
  /** Everything that a step needs but for what differs from run to run. */
  readonly host: ApplicationHost
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
  readonly #mostSteps: number
  #steps = 0
  #breathedAt: number
  /** The end of the last synchronous step: to ask the clock once more for each step would be seen. */
  #lastAt = 0

  /** @throws {machine/unknown-action} or {app/bad-option} */
  constructor(parts: EngineParts, options: AnyRunOptions, signal: AbortSignal, listener: Listener | undefined) {
    const { observers, host, machine } = parts
    this.#parts = parts
    this.#options = options
    this.#signal = signal
    const { maxSteps = MOST_STEPS } = options
    if (!(maxSteps >= 0))
      throw new ThroughlineError([
        machineIssue('app/bad-option', { name: 'maxSteps', given: maxSteps, expected: 'a number from 0' }),
      ])
    this.#mostSteps = maxSteps
    this.#halts = new Halts(options.until ?? {}, machine)
    for (const action of Object.keys(options.inputs ?? {})) checkAction(machine, action, 'inputs')
    this.#inputs = new InputSource(options.inputs)
    const emit = (event: AnyEvent): Awaitable<void> => {
      // Hooks hear a child as the application that it is.
      if (event.type !== 'child') observers.tell(event)
      return listener?.(event)
    }
    const isHeard = observers.areThere || listener !== undefined
    const contextHost = isHeard ? { ...host.contextHost, emit } : host.contextHost
    this.#host = { ...host, contextHost, emit, isHeard, frame: new SharedFrame() }
    this.#mayHaltBefore = host.standing.sequence === 0 || options.goesOn === true
    if (options.goesOn) this.#steps = host.standing.sequence
    this.#breathedAt = host.clock.performance.now()
  }

  /** @throws what the persister throws, and mistakes of the caller; never what an action throws */
  async run(): Promise<AnyOutcome> {
    const ended = this.#options.goesOn && this.#steps > 0 && (this.#endBefore() ?? this.#haltAfter())
    if (ended) return ended
    for (;;) {
      const outcome = this.#stretch()
      if (isThenable(outcome)) {
        const settled = await outcome
        if (settled) return settled
      } else if (outcome) return outcome
      // Promises that wait for nothing hold the host as synchronous code does.
      if (this.#isOutOfBreath(this.#host.clock.performance.now())) await this.#breathe()
    }
  }

  /**
   * Answers the step that waits, which counts as a step of this run, and runs on.
   *
   * @throws as `run`, and {app/not-suspended}, {app/expired} or {app/bad-payload}
   */
  async answer(payload: unknown): Promise<AnyOutcome> {
    const { standing, clock, contextHost } = this.#host
    const { compiled, fitting } = await fittingAnswer(contextHost.app, standing, this.#parts.compiled, payload, clock)
    if (this.#signal.aborted) return this.#cancelled()
    const end = await new Step(this.#host, compiled, {}, this.#signal).finish(payload, fitting)
    this.#mayHaltBefore = true
    return this.#after(end, compiled.name) ?? this.run()
  }

  /** Steps as long as they are synchronous. @returns the outcome; undefined, or a promise of it, when steps are left */
  #stretch(): Awaitable<AnyOutcome | undefined> {
    for (;;) {
      const outcome = this.#next()
      if (isThenable(outcome)) return outcome
      if (outcome) return outcome
      if (this.#isOutOfBreath(this.#lastAt)) return undefined
    }
  }

  #isOutOfBreath(at: number): boolean {
    return at - this.#breathedAt > STRETCH_MS
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
    const inputs = this.#inputsOf(compiled)
    if (isThenable(inputs)) return inputs.then((given) => this.#step(compiled, given))
    return this.#step(compiled, inputs)
  }

  /** A function that is asked for inputs belongs to the application, and so must not wait for it. */
  #inputsOf(compiled: CompiledAction): Awaitable<Readonly<Record<string, unknown>> | undefined> {
    if (!this.#inputs.asks(compiled.name)) return this.#inputs.take(compiled)
    const asked = { runId: this.#host.contextHost.runId, isOver: false }
    return andThen(
      runOutsideOfSteps(asked, () => this.#inputs.take(compiled)),
      (given) => {
        asked.isOver = true
        return given
      },
    )
  }

  #endBefore(): AnyOutcome | undefined {
    const { standing } = this.#host
    const { status, next } = standing
    if (status === 'cancelled') return this.#cancelled()
    if (status === 'stuck') return this.#outcome({ status: 'stuck' })
    // What is at its end cannot be stopped any more.
    if (next === null) return this.#outcome({ status: 'completed' })
    if (this.#signal.aborted) return this.#cancelled()
    if (status === 'suspended') return this.#suspended()
    if (this.#steps >= this.#mostSteps) return this.#outcome({ status: 'limit' })
    if (this.#mayHaltBefore && this.#halts.isBefore(next)) return this.#outcome({ status: 'halted', by: 'before' })
    return undefined
  }

  #step(
    compiled: CompiledAction,
    inputs: Readonly<Record<string, unknown>> | undefined,
  ): Awaitable<AnyOutcome | undefined> {
    if (this.#signal.aborted) return this.#cancelled()
    if (!inputs) return this.#outcome({ status: 'halted', by: 'inputs' })
    this.#mayHaltBefore = true
    const step = new Step(this.#host, compiled, inputs, this.#signal)
    const end = step.run()
    if (isThenable(end)) return end.then((how) => this.#after(how, compiled.name))
    this.#lastAt = step.endedAt
    return this.#after(end, compiled.name)
  }

  #after(end: StepEnd, action: string): AnyOutcome | undefined {
    if (end.kind === 'failed') return this.#outcome({ status: 'failed', action, error: end.error })
    if (end.kind === 'cancelled') return this.#cancelled()
    if (end.kind === 'suspended') return this.#suspended()
    this.#steps++
    return this.#haltAfter()
  }

  #haltAfter(): AnyOutcome | undefined {
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

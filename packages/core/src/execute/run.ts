// One run of a plan: starts what is ready, keeps count of what is needed, stops cleanly.

import type { NodeError } from '../errors/node-error.ts'
import { argumentsFor, createArguments, toPositional, type Arguments } from './arguments.ts'
import { toNodeError, type Failure } from './failure.ts'
import type { Hooks, RunCounts } from './hooks.ts'
import { isThenable } from './layer.ts'
import { Observers, type EventOf, type Observer } from './observers.ts'
import type { Plan, PlanStep } from './plan.ts'
import { createRunId } from './run-id.ts'
import { RunAborted } from './run-aborted.ts'
import { StepScope, type StepHost } from './step-scope.ts'
import { yieldToHost } from './yield-to-host.ts'

export interface RunRequest {
  readonly plan: Plan
  /** By slot: inputs and given values are filled in. */
  readonly values: unknown[]
  readonly hooks: readonly Hooks[]
  readonly flowName: string | undefined
  readonly signal: AbortSignal | undefined
  readonly concurrency: number
  readonly runId: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly abandonAfterMs: number
  /** Goes on after a failure with what does not depend on it. */
  readonly goesOn: boolean
  /** Told of each asked output as soon as it is there. */
  readonly onOutput?: (name: string, value: unknown) => void
}

export interface RunResult {
  /** By slot. */
  readonly values: readonly unknown[]
  readonly failures: readonly NodeError[]
  readonly skipped: readonly { readonly node: string; readonly because: readonly string[] }[]
}

/** A synchronous stretch that is watched lets the event loop breathe after this time. */
const STRETCH_MS = 25

const WAITING = 0
const RUNNING = 1
const DONE = 2
const FAILED = 3

export class Run implements StepHost {
  readonly #request: RunRequest
  readonly #plan: Plan
  readonly #values: unknown[]
  readonly #observers: Observers | undefined
  readonly #isWatched: boolean
  readonly #startedAtMs = Date.now()
  readonly #startedAt: number
  #controller: AbortController | undefined
  #runId: string | undefined

  /** By step; filled when the run becomes concurrent. */
  #state = new Uint8Array(0)
  /** By step: how many of the steps that it reads are not done. */
  #pending = new Int32Array(0)
  /** By slot: how many steps and outputs still need it. */
  #uses = new Int32Array(0)
  readonly #ready: number[] = []
  #nextReady = 0
  #running = 0
  #leftBehind = 0
  #isYielding = false
  #lastYield: number

  readonly #failures: Failure[] = []
  readonly #late: { node: string; error: unknown }[] = []
  #stopped: { readonly reason: unknown; readonly byCaller: boolean } | undefined
  #isOver = false
  #giveUp: ReturnType<typeof setTimeout> | undefined
  #finish: (() => void) | undefined

  constructor(request: RunRequest) {
    this.#request = request
    const { plan, hooks, signal, concurrency } = request
    this.#plan = plan
    this.#values = request.values
    this.#observers = hooks.length > 0 ? new Observers(hooks) : undefined
    this.#isWatched =
      hooks.length > 0 || signal !== undefined || concurrency !== Infinity || plan.needsTime || request.onOutput !== undefined
    this.#startedAt = this.#isWatched ? performance.now() : 0
    this.#lastYield = this.#startedAt
  }

  get runId(): string {
    return (this.#runId ??= this.#request.runId ?? createRunId())
  }

  /** Made when first asked for: most runs never need it. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#stopped) this.#controller.abort(this.#stopped.reason)
    }
    return this.#controller.signal
  }

  tell<Name extends Observer>(observer: Name, event: EventOf<Name>): void {
    this.#observers?.tell(observer, event)
  }

  leaveBehind(node: string, promise: PromiseLike<unknown>): void {
    this.#leftBehind++
    const done = (): void => {
      this.#leftBehind--
      this.#settleIfStopped()
    }
    promise.then(done, (error: unknown) => {
      if (this.#isOver) this.#late.push({ node, error })
      done()
    })
  }

  /**
   * Runs the steps in the order of the plan until the first that returns a promise.
   * @returns true when all are done
   */
  runSynchronously(): boolean {
    const { steps } = this.#plan
    const values = this.#values
    let index = 0
    try {
      for (; index < steps.length; index++) {
        const step = steps[index]!
        const args = step.reusable
        let value: unknown
        if (args !== undefined) {
          const { keys, sources } = step
          for (let each = 0; each < keys.length; each++) args[keys[each]!] = values[sources[each]!]
          value = step.readsContext ? step.fn(args, new StepScope(this, step.name)) : step.fn(args)
          for (let each = 0; each < keys.length; each++) args[keys[each]!] = undefined
        } else value = this.#invoke(step, argumentsFor(step, values))
        if (isThenable(value)) {
          this.#takeOver(index, value)
          return false
        }
        values[step.slot] = value
        const { lastUses } = step
        for (let each = 0; each < lastUses.length; each++) values[lastUses[each]!] = undefined
      }
    } catch (error) {
      const step = steps[index]!
      if (step.reusable) for (const key of step.keys) step.reusable[key] = undefined
      throw toNodeError(this.#plan, { step: index, cause: error, attempt: 1 })
    }
    return true
  }

  #count(): void {
    const { steps, uses } = this.#plan
    this.#state = new Uint8Array(steps.length)
    this.#pending = Int32Array.from(steps, (step) => step.waitsFor)
    this.#uses = uses.slice()
  }

  /** Goes on concurrently after the synchronous part; `first` is the promise of the step at `index`. */
  #takeOver(index: number, first: PromiseLike<unknown>): void {
    const { steps } = this.#plan
    this.#count()
    for (let done = 0; done < index; done++) {
      const step = steps[done]!
      this.#state[done] = DONE
      for (const reader of step.readers) this.#pending[reader]!--
      for (const slot of step.reads) this.#uses[slot]!--
    }
    for (let later = index + 1; later < steps.length; later++) if (this.#pending[later] === 0) this.#ready.push(later)
    this.#state[index] = RUNNING
    this.#follow(index, first)
  }

  /** Runs to the end. Rejects with what `execute` rejects with, unless it goes on after failures. */
  async runToEnd(): Promise<RunResult> {
    const { signal, onOutput } = this.#request
    if (this.#observers) this.#tellStart()
    const onAbort = (): void => this.#stop(signal!.reason, true)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
    if (onOutput) {
      const given = new Set(this.#plan.given.map((one) => one.slot))
      for (const { name, slot } of this.#plan.outputs) if (given.has(slot)) onOutput(name, this.#values[slot])
    }
    if (this.#running === 0) {
      this.#count()
      for (const [index, step] of this.#plan.steps.entries()) if (step.waitsFor === 0) this.#ready.push(index)
    }
    await new Promise<void>((resolve) => {
      this.#finish = resolve
      this.#pump()
    })
    signal?.removeEventListener('abort', onAbort)
    return this.#conclude()
  }

  /** Starts ready steps until none is left, the limit is reached, the run stops, or the event loop has to breathe. */
  #pump(): void {
    if (this.#isYielding) return
    const { concurrency } = this.#request
    while (this.#nextReady < this.#ready.length && this.#running < concurrency && !this.#stopped) {
      if (this.#isWatched && performance.now() - this.#lastYield > STRETCH_MS) {
        this.#isYielding = true
        yieldToHost(() => {
          this.#isYielding = false
          this.#lastYield = performance.now()
          this.#pump()
        })
        return
      }
      this.#start(this.#ready[this.#nextReady++]!)
    }
    if (this.#stopped) this.#settleIfStopped()
    else if (this.#running === 0 && this.#nextReady === this.#ready.length) this.#end()
  }

  #start(index: number): void {
    const step = this.#plan.steps[index]!
    this.#state[index] = RUNNING
    if (this.#observers) {
      this.#startObserved(index, step)
      return
    }
    const scope = step.call ? new StepScope(this, step.name) : undefined
    let value: unknown
    try {
      value = this.#invoke(step, argumentsFor(step, this.#values), scope)
    } catch (error) {
      this.#fail({ step: index, cause: error, attempt: scope?.attempt ?? 1 })
      return
    }
    if (isThenable(value)) this.#follow(index, value, scope)
    else this.#succeed(index, value)
  }

  #invoke(step: PlanStep, args: Arguments, known?: StepScope): unknown {
    const { call, fn } = step
    const given = step.isPositional ? toPositional(step, args) : args
    if (call) return call(given, known ?? new StepScope(this, step.name))
    if (step.isPositional) return fn(...(given as unknown[]))
    return step.readsContext ? fn(given, known ?? new StepScope(this, step.name)) : fn(given)
  }

  #follow(index: number, value: PromiseLike<unknown>, scope?: StepScope): void {
    this.#running++
    // Foreign thenables are asked once, and in a way that what their `then` throws is a failure of the node.
    Promise.resolve(value).then(
      (result) => {
        this.#running--
        if (this.#isOver) return
        this.#succeed(index, result)
        this.#pump()
      },
      (error: unknown) => {
        this.#running--
        if (this.#isOver) {
          this.#late.push({ node: this.#plan.steps[index]!.name, error })
          return
        }
        this.#fail({ step: index, cause: error, attempt: scope?.attempt ?? 1 })
        this.#pump()
      },
    )
  }

  #startObserved(index: number, step: PlanStep): void {
    const { runId } = this
    const { name: node } = step
    const startedAt = performance.now()
    const scope = new StepScope(this, node)
    const args = argumentsFor(step, this.#values)
    const inputs: Readonly<Record<string, unknown>> = Object.assign(createArguments(), args)
    this.tell('onStepStart', { runId, node, inputs, startedAtMs: Date.now() })
    let call = (): unknown => this.#invoke(step, args, scope)
    for (const hooks of this.#request.hooks.toReversed()) {
      if (!hooks.around) continue
      const next = call
      const tags = step.node.spec!.tags
      const around = { runId, node, inputs, tags, signal: this.signal }
      call = () => hooks.around!(around, async () => next())
    }
    const end = (outcome: { status: 'succeeded'; value: unknown } | { status: 'failed'; error: unknown }): void => {
      const durationMs = performance.now() - startedAt
      const event = { runId, node, attempts: scope.attempt, durationMs, ...outcome }
      this.tell('onStepEnd', this.#isOver ? { ...event, late: true } : event)
    }
    const fail = (error: unknown): void => end({ status: 'failed', error })
    const succeed = (value: unknown): void => end({ status: 'succeeded', value })
    let value: unknown
    try {
      value = call()
    } catch (error) {
      fail(error)
      this.#fail({ step: index, cause: error, attempt: scope.attempt })
      return
    }
    if (isThenable(value)) {
      const promise = Promise.resolve(value)
      promise.then(succeed, fail)
      this.#follow(index, promise, scope)
    } else {
      succeed(value)
      this.#succeed(index, value)
    }
  }

  #succeed(index: number, value: unknown): void {
    const step = this.#plan.steps[index]!
    this.#state[index] = DONE
    this.#release(step)
    if (this.#uses[step.slot]! > 0) this.#values[step.slot] = value
    for (const reader of step.readers) if (--this.#pending[reader]! === 0) this.#ready.push(reader)
    const { onOutput } = this.#request
    if (onOutput) for (const { name, slot } of this.#plan.outputs) if (slot === step.slot) onOutput(name, value)
  }

  /** What only this step needed is let go. */
  #release(step: PlanStep): void {
    for (const slot of step.reads) if (--this.#uses[slot]! === 0) this.#values[slot] = undefined
  }

  #fail(failure: Failure): void {
    this.#state[failure.step] = FAILED
    this.#release(this.#plan.steps[failure.step]!)
    // What a node throws because the run was stopped is not a failure of its own.
    if (this.#stopped && failure.cause === this.#stopped.reason) return
    this.#failures.push(failure)
    if (!this.#request.goesOn) this.#stop(failure.cause, false)
  }

  #stop(reason: unknown, byCaller: boolean): void {
    if (this.#stopped || this.#isOver) return
    this.#stopped = { reason, byCaller }
    this.#controller?.abort(reason)
    this.#settleIfStopped()
  }

  #settleIfStopped(): void {
    if (!this.#stopped || this.#isOver || !this.#finish) return
    if (this.#running === 0 && this.#leftBehind === 0) this.#end()
    else this.#giveUp ??= setTimeout(() => this.#end(), this.#request.abandonAfterMs)
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#giveUp)
    this.#finish!()
  }

  async #conclude(): Promise<RunResult> {
    const { steps } = this.#plan
    const abandoned: string[] = []
    const skipped: { node: string; because: string[] }[] = []
    for (const [index, step] of steps.entries()) {
      if (this.#state[index] === RUNNING) abandoned.push(step.name)
      else if (this.#state[index] === WAITING) skipped.push({ node: step.name, because: [] })
    }
    const failures = this.#toErrors(abandoned)
    const stopped = this.#stopped
    const error = stopped?.byCaller ? new RunAborted(stopped.reason, abandoned, failures, this.#late) : failures[0]
    if (this.#observers) {
      const counts = { computed: 0, failed: this.#failures.length + abandoned.length, skipped: skipped.length }
      for (const state of this.#state) if (state === DONE) counts.computed++
      for (const { node } of skipped) {
        this.tell('onStepEnd', { runId: this.runId, node, status: 'skipped', attempts: 0, durationMs: 0 })
      }
      await this.#tellEnd(counts, failures, error)
    }
    if (stopped?.byCaller || (error && !this.#request.goesOn)) throw error
    if (this.#request.goesOn) this.#explainSkipped(skipped)
    return { values: this.#values, failures, skipped }
  }

  /** The first failure carries the others, and what was abandoned. */
  #toErrors(abandoned: readonly string[]): NodeError[] {
    const [first, ...rest] = this.#failures
    if (!first) return []
    const others = rest.map((failure) => toNodeError(this.#plan, failure))
    const aftermath = this.#request.goesOn
      ? { abandoned, others: [], late: this.#late }
      : { abandoned, others, late: this.#late }
    return [toNodeError(this.#plan, first, aftermath), ...others]
  }

  /** Names, for each skipped node, the failed nodes that it needed. */
  #explainSkipped(skipped: { node: string; because: string[] }[]): void {
    const { steps } = this.#plan
    const byName = new Map(skipped.map((one) => [one.node, one.because]))
    for (const { step: failed } of this.#failures) {
      const seen = new Set([failed])
      for (const index of seen) for (const reader of steps[index]!.readers) seen.add(reader)
      for (const index of seen) byName.get(steps[index]!.name)?.push(steps[failed]!.name)
    }
    for (const because of byName.values()) because.sort()
    skipped.sort((a, b) => (a.node < b.node ? -1 : 1))
  }

  #tellStart(): void {
    const { flowName, tags } = this.#request
    this.tell('onRunStart', {
      runId: this.runId,
      ...(flowName !== undefined && { flow: flowName }),
      outputs: this.#plan.outputs.map((output) => output.name),
      nodes: this.#plan.steps.map((step) => step.name),
      tags,
      startedAtMs: this.#startedAtMs,
    })
  }

  async #tellEnd(counts: RunCounts, failures: readonly NodeError[], error: unknown): Promise<void> {
    const status = this.#stopped?.byCaller ? 'aborted' : failures.length > 0 ? 'failed' : 'succeeded'
    const durationMs = performance.now() - this.#startedAt
    const event = { runId: this.runId, status, durationMs, counts, failures } as const
    this.tell('onRunEnd', error === undefined ? event : { ...event, error })
    await this.#observers!.settled()
  }
}

// One run of a plan: starts what is ready, keeps count of what is needed, stops cleanly.

import type { Graph } from '../graph/graph.ts'
import { argumentsFor } from './arguments.ts'
import { conclude, type Conclusion, type EndedRun } from './conclude.ts'
import { EndTasks } from './end-tasks.ts'
import { isEchoOf, type Failure } from './failure.ts'
import type { NotedPlace } from './error-place.ts'
import type { Hooks, ParentStep } from './hooks.ts'
import { call, invoke } from './invoke.ts'
import { isThenable } from './layer.ts'
import type { Memo, MemoRun, RunMemo } from './memo.ts'
import { callThrough } from './middleware.ts'
import { onAbort } from './on-abort.ts'
import { Observers, type EventOf, type Observer } from './observers.ts'
import type { ObservedRun } from './observed-run.ts'
import type { Plan, PlanStep } from './plan.ts'
import { ReadyQueue } from './ready-queue.ts'
import { createRunId } from './run-id.ts'
import type { StretchEnd } from './run-synchronously.ts'
import { StepScope, type StepHost } from './step-scope.ts'
import { tellStart } from './tell-step.ts'
import { startTimer } from './timer.ts'
import { yieldToHost } from './yield-to-host.ts'

export interface RunRequest {
  readonly plan: Plan
  /** By slot: inputs and given values are filled in. */
  readonly values: unknown[]
  readonly hooks: readonly Hooks[]
  readonly flowName: string | undefined
  /** Of the flow, for those who record its runs. */
  readonly graph: Graph
  readonly signal: AbortSignal | undefined
  readonly concurrency: number
  readonly runId: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly parent: ParentStep | undefined
  readonly abandonAfterMs: number
  /** Goes on after a failure with what does not depend on it. */
  readonly goesOn: boolean
  /** Told of each asked output as soon as it is there. */
  readonly onOutput?: (name: string, value: unknown) => void
}

/** A synchronous stretch that is watched lets the event loop breathe after this time. */
const STRETCH_MS = 25

const NOTHING_WRONG: Conclusion = { failures: [], skipped: [] }

const WAITING = 0
const RUNNING = 1
const DONE = 2
const FAILED = 3
const SKIPPED = 4

export class Run implements StepHost, EndedRun, MemoRun, ObservedRun {
  readonly request: RunRequest
  readonly plan: Plan
  readonly values: unknown[]
  readonly memo: RunMemo | undefined
  readonly observers: Observers | undefined
  /** True when someone is told of it, or something can stop it or has to wait for time to pass. */
  readonly isWatched: boolean
  readonly #startedAtMs = Date.now()
  readonly startedAt: number
  #controller: AbortController | undefined
  #runId: string | undefined

  /** By step; filled when the run becomes concurrent. */
  state: Uint8Array = new Uint8Array(0)
  /** By step: how many of the steps that it reads are not done. */
  #pending = new Int32Array(0)
  /** By slot: how many steps and outputs still need it. */
  #uses = new Int32Array(0)
  readonly #ready = new ReadyQueue()
  #running = 0
  /** What outlived its step, by the node: a function that did not stop at its time limit. */
  readonly leftBehind: { readonly node: string }[] = []
  readonly #endTasks = new EndTasks()
  #isPumping = false
  #isYielding = false
  #lastYield: number

  readonly failures: Failure[] = []
  readonly late: { node: string; error: unknown }[] = []
  stopped: { readonly reason: unknown; readonly byCaller: boolean } | undefined
  places?: Map<unknown, NotedPlace>
  #isOver = false
  #isConcluded = false
  #giveUp: ReturnType<typeof setTimeout> | undefined
  #finish: (() => void) | undefined

  constructor(request: RunRequest) {
    this.request = request
    const { plan, hooks, signal, concurrency } = request
    this.plan = plan
    this.values = request.values
    const memo = hooks.find((one): one is Memo => 'begin' in one)
    this.memo = memo?.begin(this)
    this.observers = hooks.length > 0 ? new Observers(this.memo ? [this.memo, ...hooks] : hooks) : undefined
    this.isWatched = hooks.length > 0 || signal !== undefined || concurrency !== Infinity || plan.needsTime
    this.startedAt = this.isWatched ? performance.now() : 0
    this.#lastYield = this.startedAt
  }

  get runId(): string {
    return (this.#runId ??= this.request.runId ?? createRunId())
  }

  get hooks(): readonly Hooks[] {
    return this.request.hooks
  }

  /** Made when first asked for: most runs never need it. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.stopped) this.#controller.abort(this.stopped.reason)
    }
    return this.#controller.signal
  }

  tell<Name extends Observer>(observer: Name, event: EventOf<Name>): void {
    this.observers?.tell(observer, event)
  }

  leaveBehind(node: string, promise: PromiseLike<unknown>): void {
    const leftover = { node }
    this.leftBehind.push(leftover)
    const done = (): void => {
      this.leftBehind.splice(this.leftBehind.indexOf(leftover), 1)
      this.#endIfSettled()
    }
    promise.then(done, (error: unknown) => {
      if (this.#isOver) this.late.push({ node, error })
      done()
    })
  }

  readersOf(node: string): number {
    const { steps, uses } = this.plan
    return uses[steps.find((step) => step.name === node)!.slot]!
  }

  atEnd(node: string, task: () => unknown): void {
    this.#endTasks.add(node, task)
    // What was opened by a step that the run no longer waits for.
    if (this.#isOver) void this.#tidyUp()
  }

  #tidyUp(): Promise<void> {
    return this.#endTasks.perform((node, cause) => {
      if (this.#isConcluded) this.late.push({ node, error: cause })
      else this.failures.push({ step: this.plan.steps.findIndex((step) => step.name === node), cause, attempt: 1 })
    })
  }

  #count(): void {
    const { waits, uses } = this.plan
    this.state = new Uint8Array(waits.length)
    this.#pending = waits.slice()
    this.#uses = uses.slice()
  }

  /** Goes on after a synchronous stretch: with the step that ended it, and all that it did not reach. */
  takeOver({ index, promise, error }: StretchEnd): void {
    const { steps } = this.plan
    this.#count()
    for (let done = 0; done < index; done++) {
      const step = steps[done]!
      this.state[done] = DONE
      for (const reader of step.readers) this.#pending[reader]!--
      for (const slot of step.reads) this.#uses[slot]!--
    }
    for (let later = index + 1; later < steps.length; later++) if (this.#pending[later] === 0) this.#ready.push(later)
    this.state[index] = RUNNING
    if (promise) this.#follow(index, promise)
    else this.#fail(index, error)
  }

  /** Runs to the end. Rejects with what `execute` rejects with, unless it goes on after failures. */
  async runToEnd(): Promise<Conclusion> {
    const { signal } = this.request
    if (this.observers) this.#tellStart()
    const stopListening = onAbort(signal, () => this.stop(signal!.reason, true))
    if (!this.stopped) for (const { slot } of this.plan.given) this.#giveOutput(slot, this.values[slot])
    if (this.#running === 0) {
      this.#count()
      for (const [index, step] of this.plan.steps.entries()) if (step.waitsFor === 0) this.#ready.push(index)
    }
    await new Promise<void>((resolve) => {
      this.#finish = resolve
      this.#pump()
    })
    stopListening()
    if (!this.#endTasks.isEmpty) await this.#tidyUp()
    this.#isConcluded = true
    return this.#conclude()
  }

  /** Nothing to tell, nobody to tell it to: the way of most runs. */
  #conclude(): Conclusion | Promise<Conclusion> {
    return this.observers || this.stopped || this.failures.length > 0 ? conclude(this) : NOTHING_WRONG
  }

  /** Starts what can start; ends the run when there is nothing left to wait for. */
  #pump(): void {
    if (this.#isYielding) return
    this.#isPumping = true
    this.#startReady()
    this.#isPumping = false
    this.#endIfSettled()
  }

  /** Starts ready steps until none is left, the limit is reached, the run stops, or the event loop has to breathe. */
  #startReady(): void {
    const { concurrency } = this.request
    while (this.#ready.size > 0 && this.#running < concurrency && !this.stopped) {
      if (this.isWatched && performance.now() - this.#lastYield > STRETCH_MS) {
        this.#isYielding = true
        yieldToHost(() => {
          this.#isYielding = false
          this.#lastYield = performance.now()
          this.#pump()
        })
        return
      }
      this.#start(this.#ready.take())
    }
  }

  #start(index: number): void {
    const step = this.plan.steps[index]!
    this.state[index] = RUNNING
    let scope: StepScope | undefined
    let value: unknown
    let isPending: boolean
    try {
      if (step.call || this.observers) scope = new StepScope(this, step.name)
      if (this.memo) value = this.memo.step(index, scope!)
      else value = this.observers ? this.compute(index, scope!) : call(step, this.values, this, scope)
      isPending = isThenable(value)
    } catch (error) {
      this.#fail(index, error, scope)
      return
    }
    if (isPending) this.#follow(index, value as PromiseLike<unknown>, scope)
    else this.#succeed(index, value, scope)
  }

  /** Calls the function of a step with the values of the run, told to the hooks. */
  compute(index: number, scope: StepScope): unknown {
    const step = this.plan.steps[index]!
    // Hooks get a record of their own, so that nothing that they do to it reaches the function.
    const inputs = argumentsFor(step, this.values)
    const args = argumentsFor(step, this.values)
    scope.tellEnd = tellStart(scope, inputs)
    return callThrough(
      this.request.hooks,
      () => ({ runId: this.runId, node: step.name, inputs, signal: this.signal, tags: step.node.spec!.tags }),
      () => (scope.made = invoke(step, args, this, scope)),
    )
  }

  #follow(index: number, promise: PromiseLike<unknown>, scope?: StepScope): void {
    this.#running++
    // Foreign thenables are asked once, and in a way that what their `then` throws is a failure of the node. Hooks that
    // are told of the end may stop the run: until the end is counted, the step is running.
    Promise.resolve(promise).then(
      (value) => {
        this.#succeed(index, value, scope)
        this.#goOn()
      },
      (error: unknown) => {
        this.#fail(index, error, scope)
        this.#goOn()
      },
    )
  }

  #goOn(): void {
    this.#running--
    if (!this.#isOver) this.#pump()
  }

  #succeed(index: number, value: unknown, scope?: StepScope): void {
    scope?.tellEnd?.({ status: 'succeeded', value }, this.#isOver)
    if (this.#isOver) return
    const step = this.plan.steps[index]!
    this.state[index] = DONE
    if (step.node.spec!.isStream && !this.plan.outputs.has(step.slot)) {
      const stream = value as AsyncGenerator
      this.atEnd(step.name, () => {
        // The caller reads on what it has got, and with it the streams that this is made from.
        if (!this.stopped) for (const slot of this.plan.outputs.keys()) if (isStream(this.values[slot])) return
        // The end of a run does not wait for a stream: it may hang.
        void stream.return?.(0)?.catch?.(() => {})
      })
    }
    this.#release(step)
    if (this.#uses[step.slot]! > 0) this.values[step.slot] = value
    for (const reader of step.readers) if (--this.#pending[reader]! === 0) this.#ready.push(reader)
    this.#giveOutput(step.slot, value)
  }

  #giveOutput(slot: number, value: unknown): void {
    const { onOutput } = this.request
    const name = onOutput && this.plan.outputs.get(slot)
    if (name !== undefined) onOutput!(name, value)
  }

  /** What only this step needed is let go. */
  #release(step: PlanStep): void {
    for (const slot of step.reads) if (--this.#uses[slot]! === 0) this.values[slot] = undefined
  }

  #fail(index: number, cause: unknown, scope?: StepScope): void {
    scope?.tellEnd?.({ status: 'failed', error: cause }, this.#isOver)
    const step = this.plan.steps[index]!
    if (this.#isOver) {
      this.late.push({ node: step.name, error: cause })
      return
    }
    this.state[index] = FAILED
    this.#release(step)
    if (this.stopped && isEchoOf(this.stopped.reason, cause)) return
    this.failures.push({ step: index, cause, attempt: scope?.attempt ?? 1, noted: this.places?.get(cause) })
    if (this.request.goesOn) this.#skipReaders(index)
    else this.stop(cause, false)
  }

  /** What reads a step that failed will never run, so it needs nothing any more. */
  #skipReaders(failed: number): void {
    const { steps } = this.plan
    const reached = [failed]
    for (const index of reached) {
      for (const reader of steps[index]!.readers) {
        if (this.state[reader] !== WAITING) continue
        this.state[reader] = SKIPPED
        this.#release(steps[reader]!)
        reached.push(reader)
      }
    }
  }

  stop(reason: unknown, byCaller: boolean): void {
    if (this.stopped || this.#isOver) return
    this.stopped = { reason, byCaller }
    this.#controller?.abort(reason)
    this.#endIfSettled()
  }

  #endIfSettled(): void {
    if (this.#isOver || this.#isPumping || !this.#finish) return
    const { abandonAfterMs } = this.request
    const isIdle = this.#running === 0 && (this.stopped !== undefined || this.#ready.size === 0)
    // Only what has succeeded does not wait for what it has left behind.
    const waits = this.stopped !== undefined || (isIdle && this.failures.length > 0)
    if (isIdle && (!waits || this.leftBehind.length === 0)) this.#end()
    else if (waits && abandonAfterMs !== Infinity) this.#giveUp ??= startTimer(() => this.#end(), abandonAfterMs)
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#giveUp)
    this.#finish!()
  }

  #tellStart(): void {
    const { flowName, tags, parent } = this.request
    const event = {
      runId: this.runId,
      ...(flowName !== undefined && { flow: flowName }),
      ...(parent && { parent }),
      outputs: [...this.plan.outputs.values()],
      nodes: this.plan.steps.map((step) => step.name),
      tags,
      startedAtMs: this.#startedAtMs,
    }
    this.observers!.tell('onRunStart', event, this)
  }
}

function isStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || 'next' in value)
}

// One step, from its beginning in the journal to its end: attempts, the patch, the way on, the commit.

import { ThroughlineError } from 'throughline'
import { andThen, isThenable, pause, type Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { JournalEntry, StepNotes, StoredPatch } from '../journal/entry.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Storable } from '../state/storable.ts'
import { applyPatch, freezePatch, toPatch } from '../state/patch.ts'
import { runWith, type SharedFrame } from './ambient.ts'
import { callAction, LEFT_BEHIND, unlessStopped, withinTime } from './call-action.ts'
import { chooseErrorWay, chooseWay } from './choose-edge.ts'
import type { CompiledAction } from './compiled.ts'
import type { Fields } from './context.ts'
import { errorRecord } from './error-record.ts'
import type { AnyEvent } from './events.ts'
import type { ApplicationHooks, WatchedApplication } from './hooks.ts'
import type { Standing } from './standing.ts'
import { StepContext, type ContextHost } from './step-context.ts'
import { committedEntry, doneEvent, type Done, type StepFacts } from './step-done.ts'
import { isSuspension, type Suspension } from './suspend.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** What a step needs of the application that it belongs to. */
export interface StepHost {
  readonly standing: Standing
  readonly watched: WatchedApplication
  readonly writer: JournalWriter | undefined
  readonly storable: Storable
  /** Absent where nothing is frozen. */
  readonly freeze: ((value: unknown) => void) | undefined
  readonly clock: Clock
  readonly graceMs: number
  readonly around: readonly NonNullable<ApplicationHooks['around']>[]
  readonly contextHost: ContextHost
  /** Whether anybody listens to events. */
  readonly isHeard: boolean
  /** Tells an event to hooks and to the reader of the run, who may be slow. */
  readonly emit: (event: AnyEvent) => Awaitable<void>
  /** In which actions are called. */
  readonly frame: SharedFrame
}

/** The same for every run of the application. */
export type ApplicationHost = Omit<StepHost, 'isHeard' | 'emit' | 'frame'>

export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' }

const DONE: StepEnd = { kind: 'done' }
const CANCELLED: StepEnd = { kind: 'cancelled' }
const NO_NOTES: StepNotes = {}

export class Step {
  readonly #host: StepHost
  readonly #compiled: CompiledAction
  readonly #inputs: Readonly<Record<string, unknown>>
  readonly #signal: AbortSignal
  /** What is kept of the inputs. */
  #given = NO_NOTES
  readonly #sequence: number
  #attempt: number
  #beganAt = 0
  #endedAt = 0
  #context: StepContext | undefined
  #chunks = 0
  #answer: { readonly payload: unknown } | undefined

  constructor(
    host: StepHost,
    compiled: CompiledAction,
    inputs: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ) {
    this.#host = host
    this.#compiled = compiled
    this.#inputs = inputs
    this.#signal = signal
    this.#sequence = host.standing.sequence + 1
    this.#attempt = host.standing.attempts
  }

  /** @throws what the persister throws, and {app/not-storable} for inputs; never what the action throws */
  run(): Awaitable<StepEnd> {
    const { writer, storable } = this.#host
    if (writer && Object.keys(this.#inputs).length > 0)
      this.#given = { inputs: storable.toStored(this.#inputs, 'inputs') as Readonly<Record<string, unknown>> }
    return this.#startAttempt(1)
  }

  /**
   * Ends a step that waited for an answer. When that fails, it goes on waiting.
   *
   * @param payload the answer
   * @param fitting what its schema makes of it
   * @throws what the persister throws, and {app/not-storable} for the answer; never what the action throws
   */
  finish(payload: unknown, fitting: unknown): Awaitable<StepEnd> {
    const { clock, writer, storable } = this.#host
    this.#answer = { payload: writer ? storable.toStored(payload, 'answer') : payload }
    this.#beganAt = clock.performance.now()
    return this.#attemptTo(1, false, () => this.#callResumed(fitting))
  }

  /** When what its action returned was a patch. @unit milliseconds, as the clock counts them */
  get endedAt(): number {
    return this.#endedAt
  }

  #startAttempt(tries: number): Awaitable<StepEnd> {
    const { standing, writer, clock } = this.#host
    standing.attempts = ++this.#attempt
    this.#beganAt = clock.performance.now()
    this.#chunks = 0
    if (!writer?.writesAhead) return this.#begin(tries)
    const begun = writer.add({ type: 'begun', atMs: clock.Date.now(), ...this.#id })
    return andThen(begun, () => this.#begin(tries))
  }

  #begin(tries: number): Awaitable<StepEnd> {
    const { isHeard, emit } = this.#host
    if (!isHeard) return this.#try(tries)
    const told = emit({
      type: 'begin',
      action: this.#compiled.name,
      sequence: this.#sequence,
      attempt: this.#attempt,
      inputs: this.#inputs,
    })
    return isThenable(told) ? told.then(() => this.#try(tries)) : this.#try(tries)
  }

  get #id(): { readonly action: string; readonly sequence: number; readonly attempt: number } {
    return { action: this.#compiled.name, sequence: this.#sequence, attempt: this.#attempt }
  }

  #try(tries: number): Awaitable<StepEnd> {
    // It may have aborted meanwhile.
    if (this.#signal.aborted) return CANCELLED
    const { retry, timeout } = this.#compiled.action.spec
    const mayRetry = tries < (retry?.maxAttempts ?? 1)
    if (timeout === undefined) return this.#attemptTo(tries, mayRetry)
    const call = (signal: AbortSignal): Awaitable<unknown> => this.#call(signal)
    return this.#attemptTo(tries, mayRetry, () => withinTime(timeout, this.#compiled.name, this.#signal, call))
  }

  /** @param call default: the action, for as long as it takes */
  #attemptTo(tries: number, mayRetry: boolean, call?: () => Awaitable<unknown>): Awaitable<StepEnd> {
    let returned: unknown
    try {
      returned = unlessStopped(call ? call() : this.#call(this.#signal), this.#signal, this.#host.graceMs)
      if (isThenable(returned)) {
        return returned.then(
          (value) => this.#conclude(value, tries),
          (error: unknown) => this.#failed(error, mayRetry, tries),
        )
      }
    } catch (error) {
      return this.#failed(error, mayRetry, tries)
    }
    return this.#conclude(returned, tries)
  }

  #call(signal: AbortSignal): Awaitable<unknown> {
    const { around, frame, freeze } = this.#host
    const { action, bound, read } = this.#compiled
    const context = this.#newContext(signal)
    const state = read(this.#host.standing.values, freeze === undefined)
    const inputs = bound ? { ...this.#inputs, ...bound } : this.#inputs
    if (around.length === 0 && action.kind === 'action')
      return frame.call(context, action.run, { state, inputs, ctx: context })
    return this.#callWithin(state, inputs, context)
  }

  #callWithin(state: Fields, inputs: Fields, context: StepContext): Awaitable<unknown> {
    const { around, watched, isHeard, emit } = this.#host
    return callAction({
      compiled: this.#compiled,
      state,
      inputs,
      context,
      around,
      chunk: (chunk) => {
        const index = this.#chunks++
        return isHeard ? emit({ type: 'chunk', ...this.#id, index, chunk }) : undefined
      },
      aroundStep: () => ({ app: watched, ...this.#id, state, inputs, signal: context.signal }),
    })
  }

  /** Makes of an answer what the action would have returned. */
  #callResumed(payload: unknown): unknown {
    const { action, read } = this.#compiled
    const { resumed } = action.spec
    if (!resumed) return payload
    const context = this.#newContext(this.#signal)
    const state = read(this.#host.standing.values)
    return runWith(context, resumed, { state, inputs: {}, ctx: context, payload })
  }

  #newContext(signal: AbortSignal): StepContext {
    const context = new StepContext(this.#host.contextHost, this.#id, signal, this.#host.standing.edits)
    this.#context = context
    return context
  }

  #conclude(returned: unknown, tries: number): Awaitable<StepEnd> {
    if (this.#context) this.#context.isOver = true
    if (returned === LEFT_BEHIND) return CANCELLED
    if (isSuspension(returned)) return this.#suspend(returned, tries)
    let done: Done
    try {
      done = this.#prepare(this.#patchOf(returned))
    } catch (error) {
      return this.#failed(error, false, tries)
    }
    return this.#commit(done)
  }

  /** An action that shows gives what it read, and writes nothing. */
  #patchOf(returned: unknown): StoredPatch {
    const { action, rule } = this.#compiled
    return action.kind === 'result' ? {} : toPatch(returned, rule)
  }

  /** Everything that can go wrong. */
  #prepare(patch: StoredPatch): Done {
    const { standing, freeze, isHeard } = this.#host
    const values = applyPatch(standing.values, patch)
    if (freeze) freezePatch(patch, freeze)
    const way = chooseWay(this.#compiled, values)
    return { values, way, patch: this.#stored(patch), result: isHeard ? this.#resultOf(patch) : undefined }
  }

  #resultOf(patch: StoredPatch): unknown {
    const { action, read } = this.#compiled
    if (action.kind === 'result') return read(this.#host.standing.values)
    const { set, append, increment } = patch
    return append || increment ? { ...set, ...append, ...increment } : { ...set }
  }

  #commit(done: Done): Awaitable<StepEnd> {
    const { writer, clock } = this.#host
    this.#endedAt = clock.performance.now()
    const facts = {
      action: this.#compiled.name,
      sequence: this.#sequence,
      attempt: this.#attempt,
      durationMs: this.#endedAt - this.#beganAt,
      error: done.failure && errorRecord(done.failure.error),
    }
    if (!writer) return this.#committed(done, facts)
    const notes = { ...this.#notes(), ...(this.#answer && { answer: this.#answer }) }
    const recorded = writer.add(committedEntry(done, facts, clock.Date.now(), notes, this.#chunks))
    return isThenable(recorded) ? recorded.then(() => this.#committed(done, facts)) : this.#committed(done, facts)
  }

  #committed(done: Done, facts: StepFacts): Awaitable<StepEnd> {
    const { standing, writer, isHeard, emit } = this.#host
    const { next, isStuck } = done.way
    standing.advance(done.values, facts.action, next, isStuck)
    writer?.mark()
    if (!isHeard) return DONE
    const told = emit(doneEvent(done, facts))
    return isThenable(told) ? told.then(() => DONE) : DONE
  }

  #suspend(suspension: Suspension, tries: number): Awaitable<StepEnd> {
    let record: () => Awaitable<StepEnd>
    try {
      record = this.#suspension(suspension)
    } catch (error) {
      return this.#failed(error, false, tries)
    }
    return record()
  }

  #suspension({ prompt, expiresAtMs }: Suspension): () => Awaitable<StepEnd> {
    const { standing, writer, clock, storable, isHeard, emit } = this.#host
    const { name, action } = this.#compiled
    if (!action.spec.awaits) throw new ThroughlineError([machineIssue('app/no-awaits', { action: name })])
    const suspension = { ...(prompt !== undefined && { prompt }), ...(expiresAtMs !== undefined && { expiresAtMs }) }
    const stored = writer && {
      ...suspension,
      ...(prompt !== undefined && { prompt: storable.toStored(prompt, 'prompt') }),
    }
    const notes = this.#notes()
    return () => {
      const entry: JournalEntry = { type: 'suspended', atMs: clock.Date.now(), ...this.#id, ...stored, ...notes }
      return andThen(writer?.add(entry), () => {
        standing.status = 'suspended'
        standing.suspension = suspension
        const told = isHeard ? emit({ type: 'suspend', ...this.#id, ...suspension }) : undefined
        return andThen(told, () => ({ kind: 'suspended' }) as const)
      })
    }
  }

  #failed(error: unknown, mayRetry: boolean, tries: number): Awaitable<StepEnd> {
    if (this.#context) this.#context.isOver = true
    if (this.#signal.aborted) return CANCELLED
    const { again, way, failure } = this.#judge(error, mayRetry, tries)
    if (failure) return this.#giveUp(failure.error)
    if (way) return this.#takeErrorWay(error, way)
    return again ? andThen(this.#recordFailure(error), () => this.#retry(error, tries)) : this.#giveUp(error)
  }

  /** Whether there is another attempt, or a way on; or what `retryIf` or an edge threw instead of saying so. */
  #judge(
    error: unknown,
    mayRetry: boolean,
    tries: number,
  ): { again?: boolean; way?: ReturnType<typeof chooseErrorWay>; failure?: { readonly error: unknown } } {
    const { name, action } = this.#compiled
    try {
      if (mayRetry && action.spec.retry!.retryIf?.(error, tries) !== false) return { again: true }
      return { way: chooseErrorWay(this.#compiled, error, () => errorRecord(error)) }
    } catch (cause) {
      const { message } = errorRecord(error)
      const issue = machineIssue('app/cannot-judge', { action: name, failure: message })
      return { failure: { error: new ThroughlineError([issue], { cause }) } }
    }
  }

  #giveUp(error: unknown): Awaitable<StepEnd> {
    const { clock, isHeard, emit } = this.#host
    const durationMs = clock.performance.now() - this.#beganAt
    return andThen(this.#recordFailure(error), () => {
      const told = isHeard ? emit({ type: 'fail', ...this.#id, error, durationMs }) : undefined
      return andThen(told, (): StepEnd => ({ kind: 'failed', error }))
    })
  }

  #recordFailure(error: unknown): Awaitable<void> {
    const { writer, clock } = this.#host
    const durationMs = clock.performance.now() - this.#beganAt
    const failed = { type: 'failed', atMs: clock.Date.now(), ...this.#id, durationMs } as const
    return writer?.add({ ...failed, error: errorRecord(error), ...this.#notes() })
  }

  async #retry(error: unknown, tries: number): Promise<StepEnd> {
    const { backoffMs = 1_000, factor = 2, maxBackoffMs = 30_000, jitter = false } = this.#compiled.action.spec.retry!
    const wait = Math.min(maxBackoffMs, backoffMs * factor ** (tries - 1))
    const delayMs = jitter ? wait * (0.5 + Math.random() / 2) : wait
    if (this.#host.isHeard) await this.#host.emit({ type: 'retry', ...this.#id, error, delayMs })
    await pause(delayMs, this.#signal)
    return this.#signal.aborted ? CANCELLED : this.#startAttempt(tries + 1)
  }

  #takeErrorWay(error: unknown, way: NonNullable<ReturnType<typeof chooseErrorWay>>): Awaitable<StepEnd> {
    const { standing } = this.#host
    const { as, to } = way.edge
    const patch: StoredPatch = as === undefined ? {} : { set: { [as]: errorRecord(error) } }
    const next = to === '$end' ? null : to
    const values = applyPatch(standing.values, patch)
    return this.#commit({
      values,
      way: { next, way, isStuck: false },
      patch,
      result: patch.set ?? {},
      failure: { error },
    })
  }

  /** What belongs to the step beside its patch; only when there is a journal. It is kept as it was told. */
  #notes(): StepNotes {
    return this.#host.writer ? { ...this.#given, ...this.#context?.notes } : {}
  }

  #stored(patch: StoredPatch): StoredPatch {
    const { writer, storable } = this.#host
    if (!writer) return patch
    const { set, append } = patch
    return {
      ...patch,
      ...(set && { set: storable.toStored(set, 'state') as Readonly<Record<string, unknown>> }),
      ...(append && { append: storable.toStored(append, 'state') as Readonly<Record<string, readonly unknown[]>> }),
    }
  }
}

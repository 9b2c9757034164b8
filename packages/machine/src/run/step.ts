// One step, from its beginning in the journal to its end: attempts, the patch, the way on, the commit.

import { ThroughlineError } from 'throughline'
import { andThen, isThenable, pause, type Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { Committed, JournalEntry, StepNotes, StoredPatch } from '../journal/entry.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Storable } from '../state/storable.ts'
import { applyPatch, toPatch } from '../state/patch.ts'
import type { Values } from '../state/values.ts'
import { runWith } from './ambient.ts'
import { callAction, LEFT_BEHIND, unlessStopped, withinTime } from './call-action.ts'
import { chooseErrorWay, chooseWay, type WayOn } from './choose-edge.ts'
import type { CompiledAction } from './compiled.ts'
import { errorRecord } from './error-record.ts'
import type { AnyEvent } from './events.ts'
import type { ApplicationHooks, WatchedApplication } from './hooks.ts'
import type { Standing } from './standing.ts'
import { StepContext, type ContextHost } from './step-context.ts'
import { isSuspension, type Suspension } from './suspend.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** What a step needs of the application that it belongs to. */
export interface StepHost {
  readonly standing: Standing
  readonly watched: WatchedApplication
  readonly writer: JournalWriter | undefined
  readonly storable: Storable
  readonly freeze: (value: unknown) => void
  readonly clock: Clock
  readonly graceMs: number
  readonly around: readonly NonNullable<ApplicationHooks['around']>[]
  readonly contextHost: ContextHost
  /** Whether anybody listens to events. */
  readonly isHeard: boolean
  /** Tells an event to hooks and to the reader of the run, who may be slow. */
  readonly emit: (event: AnyEvent) => Awaitable<void>
}

export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' }

const DONE: StepEnd = { kind: 'done' }

/** What an attempt came to. */
type Attempted =
  | { readonly returned: unknown }
  | { readonly error: unknown; readonly mayRetry: boolean }
  | typeof LEFT_BEHIND

export class Step {
  readonly #host: StepHost
  readonly #compiled: CompiledAction
  readonly #inputs: Readonly<Record<string, unknown>>
  readonly #signal: AbortSignal
  /** What is kept of the inputs. */
  #given: StepNotes = {}
  readonly #sequence: number
  #attempt: number
  #beganAt = 0
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
    const attempted = this.#attemptTo(() => this.#callResumed(fitting), false)
    return andThen(attempted, (done) => this.#conclude(done, 1))
  }

  #startAttempt(tries: number): Awaitable<StepEnd> {
    const { standing, writer, clock, isHeard, emit } = this.#host
    standing.attempts = ++this.#attempt
    this.#beganAt = clock.performance.now()
    this.#chunks = 0
    const begun = writer?.writesAhead ? writer.add({ type: 'begun', atMs: clock.Date.now(), ...this.#id }) : undefined
    return andThen(begun, () =>
      andThen(isHeard ? emit({ type: 'begin', ...this.#id, inputs: this.#inputs }) : undefined, () =>
        // The signal may have aborted meanwhile.
        this.#signal.aborted
          ? ({ kind: 'cancelled' } as const)
          : andThen(this.#try(tries), (attempted) => this.#conclude(attempted, tries)),
      ),
    )
  }

  get #id(): { readonly action: string; readonly sequence: number; readonly attempt: number } {
    return { action: this.#compiled.name, sequence: this.#sequence, attempt: this.#attempt }
  }

  #try(tries: number): Awaitable<Attempted> {
    const { retry, timeout } = this.#compiled.action.spec
    const call = (): Awaitable<unknown> =>
      timeout === undefined
        ? this.#call(this.#signal)
        : withinTime(timeout, this.#compiled.name, this.#signal, (signal) => this.#call(signal))
    return this.#attemptTo(call, tries < (retry?.maxAttempts ?? 1))
  }

  #attemptTo(call: () => Awaitable<unknown>, mayRetry: boolean): Awaitable<Attempted> {
    const failed = (error: unknown): Attempted => ({ error, mayRetry })
    try {
      const returned = unlessStopped(call(), this.#signal, this.#host.graceMs)
      if (!isThenable(returned)) return { returned }
      return returned.then((value) => (value === LEFT_BEHIND ? LEFT_BEHIND : { returned: value }), failed)
    } catch (error) {
      return failed(error)
    }
  }

  #call(signal: AbortSignal): Awaitable<unknown> {
    const { standing, around, watched, isHeard, emit } = this.#host
    const { action, read } = this.#compiled
    const context = this.#newContext(signal)
    const state = read(standing.values)
    const inputs = Object.keys(action.bound).length > 0 ? { ...this.#inputs, ...action.bound } : this.#inputs
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
      aroundStep: () => ({ app: watched, ...this.#id, state, inputs, signal }),
    })
  }

  /** Makes of an answer what the action would have returned. */
  #callResumed(payload: unknown): unknown {
    const { action, read } = this.#compiled
    const { resumed } = action.spec
    if (!resumed) return payload
    const context = this.#newContext(this.#signal)
    const state = read(this.#host.standing.values)
    return runWith(context, () => resumed({ state, inputs: {}, ctx: context, payload }))
  }

  #newContext(signal: AbortSignal): StepContext {
    const context = new StepContext(this.#host.contextHost, { ...this.#id, signal })
    this.#context = context
    return context
  }

  #conclude(attempted: Attempted, tries: number): Awaitable<StepEnd> {
    if (this.#context) this.#context.isOver = true
    if (attempted === LEFT_BEHIND) return { kind: 'cancelled' }
    if ('error' in attempted) return this.#failed(attempted.error, attempted.mayRetry, tries)
    const { returned } = attempted
    let work: () => Awaitable<StepEnd>
    try {
      work = isSuspension(returned) ? this.#suspension(returned) : this.#patch(this.#patchOf(returned))
    } catch (error) {
      return this.#failed(error, false, tries)
    }
    return work()
  }

  /** An action that shows gives what it read, and writes nothing. */
  #patchOf(returned: unknown): StoredPatch {
    const { action, rule } = this.#compiled
    return action.kind === 'result' ? {} : toPatch(returned, rule)
  }

  /** Everything that can go wrong is done when it returns; what is left is to record it and to make it visible. */
  #patch(patch: StoredPatch): () => Awaitable<StepEnd> {
    const { standing, freeze } = this.#host
    const values = applyPatch(standing.values, patch)
    for (const value of Object.values(patch.set ?? {})) freeze(value)
    for (const items of Object.values(patch.append ?? {})) freeze(items)
    const way = chooseWay(this.#compiled, values)
    const stored = this.#stored(patch)
    return () => this.#commit({ values, way, patch: stored, result: this.#resultOf(patch) })
  }

  #resultOf(patch: StoredPatch): unknown {
    const { action, read } = this.#compiled
    if (action.kind === 'result') return read(this.#host.standing.values)
    return { ...patch.set, ...patch.append, ...patch.increment }
  }

  #commit(done: {
    readonly values: Values
    readonly way: WayOn
    readonly patch: StoredPatch
    readonly result: unknown
    readonly error?: unknown
  }): Awaitable<StepEnd> {
    const { standing, writer, clock, isHeard, emit } = this.#host
    const { values, way, patch, result } = done
    const { next, isStuck } = way
    const { name } = this.#compiled
    const durationMs = clock.performance.now() - this.#beganAt
    const error = 'error' in done ? { error: errorRecord(done.error) } : undefined
    const recorded = writer?.add(this.#committed(way, patch, durationMs, error))
    return andThen(recorded, () => {
      standing.advance(values, name, next, isStuck)
      writer?.mark()
      if (!isHeard) return DONE
      const edge = way.way && way.way.edge.label !== '' ? { edge: way.way.edge.label } : undefined
      return andThen(emit({ type: 'step', ...this.#id, result, next, durationMs, ...edge, ...error }), () => DONE)
    })
  }

  #committed(
    { next, way, isStuck }: WayOn,
    patch: StoredPatch,
    durationMs: number,
    error: object | undefined,
  ): Committed {
    return {
      type: 'committed',
      atMs: this.#host.clock.Date.now(),
      ...this.#id,
      durationMs,
      patch,
      next,
      ...(way && { edge: way.index }),
      ...(isStuck && { isStuck }),
      ...(this.#chunks > 0 && { chunks: this.#chunks }),
      ...(this.#answer && { answer: this.#answer }),
      ...this.#notes(),
      ...error,
    }
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
    if (this.#signal.aborted) return { kind: 'cancelled' }
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
    return this.#signal.aborted ? { kind: 'cancelled' } : this.#startAttempt(tries + 1)
  }

  #takeErrorWay(error: unknown, way: NonNullable<ReturnType<typeof chooseErrorWay>>): Awaitable<StepEnd> {
    const { standing } = this.#host
    const { as, to } = way.edge
    const patch: StoredPatch = as === undefined ? {} : { set: { [as]: errorRecord(error) } }
    const next = to === '$end' ? null : to
    const values = applyPatch(standing.values, patch)
    return this.#commit({ values, way: { next, way, isStuck: false }, patch, result: patch.set ?? {}, error })
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

// One step, from its beginning in the journal to its end: attempts, the patch, the way on, the commit.

import { ThroughlineError } from 'throughline'
import { andThen, isThenable, pause, type Clock } from 'throughline/insides'
import { machineIssue } from '../errors/catalogue.ts'
import type { Committed, JournalEntry, StepNotes, StoredPatch } from '../journal/entry.ts'
import type { JournalWriter } from '../journal/writer.ts'
import type { Storable } from '../state/storable.ts'
import { applyPatch, toPatch } from '../state/patch.ts'
import type { Values } from '../state/values.ts'
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

  /** @throws what the persister throws; never what the action throws */
  run(): Awaitable<StepEnd> {
    return this.#startAttempt(1)
  }

  /**
   * Ends a step that waited for an answer.
   *
   * @param returned what the answer came to, as the action would have returned it
   * @param payload the answer
   * @throws what is wrong with it
   */
  finish(returned: unknown, context: StepContext, payload: unknown): Awaitable<StepEnd> {
    this.#context = context
    this.#answer = { payload }
    this.#beganAt = this.#host.clock.performance.now()
    return this.#patch(toPatch(returned, this.#compiled.rule))()
  }

  #startAttempt(tries: number): Awaitable<StepEnd> {
    const { standing, writer, clock, isHeard, emit } = this.#host
    standing.attempts = ++this.#attempt
    this.#beganAt = clock.performance.now()
    this.#chunks = 0
    const begun = writer?.writesAhead ? writer.add({ type: 'begun', atMs: clock.Date.now(), ...this.#id }) : undefined
    return andThen(begun, () =>
      andThen(isHeard ? emit({ type: 'begin', ...this.#id, inputs: this.#inputs }) : undefined, () =>
        andThen(this.#try(tries), (attempted) => this.#conclude(attempted, tries)),
      ),
    )
  }

  get #id(): { readonly action: string; readonly sequence: number; readonly attempt: number } {
    return { action: this.#compiled.name, sequence: this.#sequence, attempt: this.#attempt }
  }

  #try(tries: number): Awaitable<Attempted> {
    const { spec } = this.#compiled.action
    const { graceMs } = this.#host
    const mayRetry = tries < (spec.retry?.maxAttempts ?? 1)
    const failed = (error: unknown): Attempted => ({ error, mayRetry })
    try {
      const limit = spec.timeout
      const called =
        limit === undefined
          ? this.#call(this.#signal)
          : withinTime(limit, this.#compiled.name, this.#signal, (signal) => this.#call(signal))
      const returned = unlessStopped(called, this.#signal, graceMs)
      if (!isThenable(returned)) return { returned }
      return returned.then((value) => (value === LEFT_BEHIND ? LEFT_BEHIND : { returned: value }), failed)
    } catch (error) {
      return failed(error)
    }
  }

  #call(signal: AbortSignal): Awaitable<unknown> {
    const { standing, around, watched, contextHost, isHeard, emit } = this.#host
    const { action, read } = this.#compiled
    const context = new StepContext(contextHost, { ...this.#id, signal })
    this.#context = context
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

  #conclude(attempted: Attempted, tries: number): Awaitable<StepEnd> {
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
    const { clock, storable } = this.#host
    return {
      type: 'committed',
      atMs: clock.Date.now(),
      ...this.#id,
      durationMs,
      patch,
      next,
      ...(way && { edge: way.index }),
      ...(isStuck && { isStuck }),
      ...(this.#chunks > 0 && { chunks: this.#chunks }),
      ...(this.#answer && { answer: storable.toStored(this.#answer, 'answer') as { readonly payload: unknown } }),
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
    const { retry } = this.#compiled.action.spec
    const again = mayRetry && retry!.retryIf?.(error, tries) !== false
    const way = again ? undefined : chooseErrorWay(this.#compiled, error, () => errorRecord(error))
    if (way) return this.#takeErrorWay(error, way)
    const { writer, clock, isHeard, emit } = this.#host
    const durationMs = clock.performance.now() - this.#beganAt
    const entry = writer && {
      ...({ type: 'failed', atMs: clock.Date.now() } as const),
      ...this.#id,
      durationMs,
      error: errorRecord(error),
      ...this.#notes(),
    }
    return andThen(entry && writer.add(entry), (): Awaitable<StepEnd> => {
      if (!again) {
        const told = isHeard ? emit({ type: 'fail', ...this.#id, error, durationMs }) : undefined
        return andThen(told, (): StepEnd => ({ kind: 'failed', error }))
      }
      return this.#retry(error, tries)
    })
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

  /** What belongs to the step beside its patch; only when there is a journal. */
  #notes(): StepNotes {
    const { writer, storable } = this.#host
    if (!writer) return {}
    const { logs, metrics, spans, effects } = this.#context?.notes ?? {}
    const inputs = Object.keys(this.#inputs).length > 0 ? this.#inputs : undefined
    return {
      ...(inputs && { inputs: storable.toStored(inputs, 'inputs') as Readonly<Record<string, unknown>> }),
      ...(effects && { effects: storable.toStored(effects, 'effects') as NonNullable<StepNotes['effects']> }),
      ...(logs && { logs: storable.toStored(logs, 'logs') as NonNullable<StepNotes['logs']> }),
      ...(metrics && { metrics }),
      ...(spans && { spans: storable.toStored(spans, 'spans') as NonNullable<StepNotes['spans']> }),
    }
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

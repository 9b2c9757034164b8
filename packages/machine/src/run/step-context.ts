// The context of one attempt, and what was told through it.

import { isThenable, type Clock } from 'throughline/insides'
import type { StepNotes } from '../journal/entry.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { ActionContext, Fields } from './context.ts'
import { errorRecord } from './error-record.ts'
import type { AnyEvent } from './events.ts'
import type { AnySpawnOptions } from './spawn-child.ts'
import type { SpawnedOutcome, SpawnOptions } from './spawn.ts'

/** What a context needs of the application. */
export interface ContextHost {
  readonly app: string
  readonly runId: string
  readonly clock: Clock
  /** Absent while nobody listens. What is told in the middle of a step is not waited for. */
  readonly emit?: (event: AnyEvent) => void | PromiseLike<void>
  /** Whether what is told is kept, too. */
  readonly keepsNotes: boolean
  readonly spawn: (
    context: ActionContext,
    machine: AnyMachine,
    options: AnySpawnOptions,
    tell: ((event: AnyEvent) => void | PromiseLike<void>) | undefined,
  ) => Promise<unknown>
}

type Writable<T> = { -readonly [K in keyof T]?: T[K] extends readonly (infer Item)[] | undefined ? Item[] : T[K] }

export class StepContext implements ActionContext {
  readonly #host: ContextHost
  readonly action: string
  readonly sequence: number
  readonly attempt: number
  readonly signal: AbortSignal
  readonly #notes: Writable<Pick<StepNotes, 'effects' | 'logs' | 'metrics' | 'spans'>> = {}
  #spans = 0
  #openSpan: number | undefined

  constructor(host: ContextHost, step: { action: string; sequence: number; attempt: number; signal: AbortSignal }) {
    this.#host = host
    this.action = step.action
    this.sequence = step.sequence
    this.attempt = step.attempt
    this.signal = step.signal
  }

  get app(): string {
    return this.#host.app
  }

  get runId(): string {
    return this.#host.runId
  }

  get idempotencyKey(): string {
    return `${this.#host.runId}/${this.sequence}`
  }

  /** What was told, to be kept with the step. */
  get notes(): Pick<StepNotes, 'effects' | 'logs' | 'metrics' | 'spans'> {
    return this.#notes
  }

  log(message: string, fields?: Fields): void {
    const more = fields && { fields }
    if (this.#host.keepsNotes) (this.#notes.logs ??= []).push({ atMs: this.#host.clock.Date.now(), message, ...more })
    void this.#host.emit?.({ type: 'log', ...this.#step, message, ...more })
  }

  metric(name: string, value: number, step?: number): void {
    const more = step !== undefined && { step }
    if (this.#host.keepsNotes) (this.#notes.metrics ??= []).push({ name, value, ...more })
    void this.#host.emit?.({ type: 'metric', ...this.#step, name, value, ...more })
  }

  span<Value>(name: string, work: () => Value, fields?: Fields): Value {
    const span = this.#spans++
    const parent = this.#openSpan
    const startedAtMs = this.#host.clock.Date.now()
    const beganAt = this.#host.clock.performance.now()
    const about = { span, name, ...(parent !== undefined && { parent }), ...(fields && { fields }) }
    void this.#host.emit?.({ type: 'span', phase: 'begin', ...this.#step, ...about })
    const end = (failure?: { readonly error: unknown }): void => {
      const durationMs = this.#host.clock.performance.now() - beganAt
      if (this.#host.keepsNotes) {
        const { span: _, ...rest } = about
        const error = failure && { error: errorRecord(failure.error) }
        ;(this.#notes.spans ??= [])[span] = { ...rest, startedAtMs, durationMs, ...error }
      }
      void this.#host.emit?.({ type: 'span', phase: 'end', ...this.#step, ...about, durationMs, ...failure })
    }
    // Work that begins before this one has ended synchronously is below it; what begins later is beside it.
    this.#openSpan = span
    try {
      const value = work()
      if (!isThenable(value)) {
        end()
        return value
      }
      const settled = Promise.resolve(value).then(
        (result) => (end(), result),
        (error: unknown) => {
          end({ error })
          throw error
        },
      )
      return settled as Value
    } catch (error) {
      end({ error })
      throw error
    } finally {
      this.#openSpan = parent
    }
  }

  effect<Value>(name: string, work: () => Value): Value {
    if (!this.#host.keepsNotes) return work()
    const effects = (this.#notes.effects ??= [])
    const index = effects.push({ name, value: undefined }) - 1
    const done = (result: { readonly value: unknown } | { readonly error: unknown }): void => {
      const about = effects[index]!.isAsync ? ({ name, isAsync: true } as const) : { name }
      effects[index] =
        'error' in result ? { ...about, error: errorRecord(result.error) } : { ...about, value: result.value }
    }
    try {
      const value = work()
      if (!isThenable(value)) {
        done({ value })
        return value
      }
      effects[index] = { name, isAsync: true, value: undefined }
      const settled = Promise.resolve(value).then(
        (result) => (done({ value: result }), result),
        (error: unknown) => {
          done({ error })
          throw error
        },
      )
      return settled as Value
    } catch (error) {
      done({ error })
      throw error
    }
  }

  now(): number {
    return this.effect('now', () => this.#host.clock.Date.now())
  }

  random(): number {
    return this.effect('random', Math.random)
  }

  spawn<Child extends AnyMachine>(machine: Child, options: SpawnOptions<Child>): Promise<SpawnedOutcome<Child>> {
    return this.#host.spawn(this, machine, options as AnySpawnOptions, this.#host.emit) as Promise<
      SpawnedOutcome<Child>
    >
  }

  get #step(): { readonly action: string; readonly sequence: number; readonly attempt: number } {
    const { action, sequence, attempt } = this
    return { action, sequence, attempt }
  }
}

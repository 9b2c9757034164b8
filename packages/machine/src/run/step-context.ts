// The context of one attempt, and what was told through it.

import { observeWork, type CameOf } from './observe-work.ts'
import { stepName } from './step-name.ts'
import type { Clock } from 'throughline/insides'
import type { StepNotes } from '../journal/entry.ts'
import type { Storable } from '../state/storable.ts'
import type { AnyMachine } from '../definition/machine.ts'
import { currentSpan, runWithin } from './ambient.ts'
import type { ActionContext, Fields } from './context.ts'
import { errorRecord } from './error-record.ts'
import type { AnyEvent, NodeTold } from './events.ts'
import type { AnySpawnOptions } from './spawn-child.ts'
import type { SpawnedOutcome, SpawnOptions } from './spawn.ts'

/** What a context needs of the application. */
export interface ContextHost {
  readonly app: string
  readonly runId: string
  readonly clock: Clock
  /** Absent while nobody listens. What is told in the middle of a step is not waited for. */
  readonly emit?: (event: AnyEvent) => void | PromiseLike<void>
  /** Makes of what is told what is kept of it; absent where nothing is kept. */
  readonly keeps: Storable | undefined
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
  readonly #edits: number
  readonly action: string
  readonly sequence: number
  readonly attempt: number
  readonly signal: AbortSignal
  /** What is told now comes too late: nobody waits for this attempt any more. */
  isOver = false
  readonly #notes: Writable<Pick<StepNotes, 'effects' | 'logs' | 'metrics' | 'spans'>> = {}
  #spans = 0
  #openSpan: number | undefined

  /** @param edits of the application since its last step */
  constructor(
    host: ContextHost,
    step: { action: string; sequence: number; attempt: number },
    signal: AbortSignal,
    edits: number,
  ) {
    this.#host = host
    this.#edits = edits
    this.action = step.action
    this.sequence = step.sequence
    this.attempt = step.attempt
    this.signal = signal
  }

  get app(): string {
    return this.#host.app
  }

  get runId(): string {
    return this.#host.runId
  }

  get idempotencyKey(): string {
    return `${this.#host.runId}/${stepName(this.sequence, this.#edits)}`
  }

  /** What was told, to be kept with the step. */
  get notes(): Pick<StepNotes, 'effects' | 'logs' | 'metrics' | 'spans'> {
    return this.#notes
  }

  /** For dataflows that are actions: takes what is told of a node. Absent while nobody listens. */
  get tellNode(): ((node: Omit<NodeTold<string>, 'type' | 'action' | 'sequence' | 'attempt'>) => void) | undefined {
    const { emit } = this.#host
    return emit && ((node) => this.#tell({ type: 'node', ...this.#step, ...node }))
  }

  log(message: string, fields?: Fields): void {
    const more = fields && { fields }
    const { keeps, clock } = this.#host
    const kept = keeps && fields && { fields: keeps.toShown(fields) }
    if (keeps && !this.isOver) (this.#notes.logs ??= []).push({ atMs: clock.Date.now(), message, ...kept })
    this.#tell({ type: 'log', ...this.#step, message, ...more })
  }

  metric(name: string, value: number, step?: number): void {
    const more = step !== undefined && { step }
    if (this.#host.keeps && !this.isOver) (this.#notes.metrics ??= []).push({ name, value, ...more })
    this.#tell({ type: 'metric', ...this.#step, name, value, ...more })
  }

  span<Value>(name: string, work: () => Value, fields?: Fields): Value {
    const span = this.#spans++
    const around = currentSpan(this)
    const parent = around === undefined ? this.#openSpan : (around ?? undefined)
    const startedAtMs = this.#host.clock.Date.now()
    const beganAt = this.#host.clock.performance.now()
    const about = { span, name, ...(parent !== undefined && { parent }), ...(fields && { fields }) }
    const { keeps } = this.#host
    const note = { name, startedAtMs, ...(parent !== undefined && { parent }) }
    const kept = { ...note, ...(keeps && fields && { fields: keeps.toShown(fields) }) }
    // One that has not ended with its step has taken no time.
    if (keeps) (this.#notes.spans ??= [])[span] = { ...kept, durationMs: 0 }
    this.#tell({ type: 'span', phase: 'begin', ...this.#step, ...about })
    const end = (cameOf: CameOf): void => {
      const durationMs = this.#host.clock.performance.now() - beganAt
      const failure = 'error' in cameOf ? cameOf : undefined
      const error = failure && { error: errorRecord(failure.error) }
      if (keeps) this.#notes.spans![span] = { ...kept, durationMs, ...error }
      this.#tell({ type: 'span', phase: 'end', ...this.#step, ...about, durationMs, ...failure })
    }
    // In hosts that cannot tell what a caller belongs to: what begins before this one has returned is below it.
    const before = this.#openSpan
    this.#openSpan = span
    try {
      return observeWork(() => runWithin(this, span, work), end)
    } finally {
      this.#openSpan = before
    }
  }

  effect<Value>(name: string, work: () => Value): Value {
    const { keeps } = this.#host
    if (!keeps) return work()
    const effects = (this.#notes.effects ??= [])
    const index = effects.push({ name, value: undefined }) - 1
    const done = (result: CameOf): void => {
      const about = effects[index]!.isAsync ? ({ name, isAsync: true } as const) : { name }
      effects[index] =
        'error' in result
          ? { ...about, error: errorRecord(result.error) }
          : { ...about, value: keeps.toStored(result.value, `effect "${name}"`) }
    }
    return observeWork(work, done, () => {
      effects[index] = { name, isAsync: true, value: undefined }
    })
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

  #tell(event: AnyEvent): void {
    if (!this.isOver) void this.#host.emit?.(event)
  }

  get #step(): { readonly action: string; readonly sequence: number; readonly attempt: number } {
    const { action, sequence, attempt } = this
    return { action, sequence, attempt }
  }
}

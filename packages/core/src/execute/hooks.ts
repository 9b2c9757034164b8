// What may watch a run (observers) and what may stand around a step (middleware).

import type { ItemPlace } from './error-place.ts'
import type { NodeError } from '../errors/node-error.ts'
import type { CheckSeverity } from '../checks/check.ts'
import type { ObservedRun } from './observed-run.ts'

type Told = void | Promise<void>

/** The step that has started a run of its own, as `each` does for every item of a flow. */
export interface ParentStep {
  readonly runId: string
  readonly node: string
  /** Of the item, in a fan-out. */
  readonly key?: string
  /** The keys of all items around it and its own, where fan-outs are nested. */
  readonly path?: readonly string[]
}

/** A run begins: what was asked for, and which nodes will run, in an order that respects their dependencies. */
export interface RunStart {
  readonly runId: string
  /** The flow's name, given with `with({ name })`. */
  readonly flow?: string
  /** Absent for a run that was started from outside. */
  readonly parent?: ParentStep
  readonly outputs: readonly string[]
  readonly nodes: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  /** Milliseconds since 1970, for display; never for order. */
  readonly startedAtMs: number
}

/** A node begins. `inputs` are the very values that its function gets, by parameter name. */
export interface StepStart {
  readonly runId: string
  readonly node: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly startedAtMs: number
}

export interface StepProgress {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  readonly done: number
  readonly total?: number
}

export interface StepLog {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  /** Of a value from an earlier run: it was said in that run. */
  readonly from?: EarlierRun
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface StepMetric {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  /** Of a value from an earlier run: it was said in that run. */
  readonly from?: EarlierRun
  readonly name: string
  readonly value: number
  readonly step?: number
}

/** An attempt failed and another will follow after `delayMs`. */
export interface StepRetry {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  /** The attempt that failed, from 1. */
  readonly attempt: number
  readonly error: unknown
  readonly delayMs: number
}

/** A check has looked at the value of a node. */
export interface StepCheck {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  /** Of a value from an earlier run: it was said in that run. */
  readonly from?: EarlierRun
  readonly check: string
  readonly passed: boolean
  readonly severity: CheckSeverity
  /** What was found, when it did not pass. */
  readonly message?: string
  /** What the check measured, passed or not: `{ values: 100, failed: 2, firstIndex: 7, firstValue: -1 }`. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/**
 * A source was read, a sink was written, a resource was opened, or a statement was run on tables: what it is, and what it
 * said of it. Never the value.
 */
export interface StepMetadata {
  readonly runId: string
  readonly node: string
  /** Of a fan-out: the item that it is about. */
  readonly item?: ItemPlace
  readonly kind: 'source' | 'sink' | 'resource' | 'statement'
  /** What its `describe` gives; of a resource its version, if it has one. */
  readonly description: Readonly<Record<string, unknown>>
  /** What the reading or the writing reported, such as `{ rows, sizeBytes, sha256 }`. */
  readonly metadata: Readonly<Record<string, unknown>>
}

/**
 * A node has ended.
 * - `succeeded`: `value` is what its readers get.
 * - `failed`: `error` is what its function threw, untouched.
 * - `cached`: it did not run, and its start was not told: the value is there from an earlier run.
 * - `skipped`: it did not run because something that it needs failed, or because the run stopped before it.
 */
export type StepEnd = {
  readonly runId: string
  readonly node: string
  readonly attempts: number
  readonly durationMs: number
  /** True when the run had already ended without it: it was abandoned and came back late. */
  readonly late?: boolean
} & (
  | { readonly status: 'succeeded'; readonly value: unknown }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'cached'; readonly from: EarlierRun }
  | { readonly status: 'skipped' }
)

/** The run that made a value. */
export interface EarlierRun {
  readonly runId: string
  /** When the value was made: milliseconds since 1970. */
  readonly atMs: number
}

export interface RunEnd {
  readonly runId: string
  readonly status: 'succeeded' | 'failed' | 'aborted'
  readonly durationMs: number
  readonly counts: RunCounts
  /** The first failure, or the reason of the abort. */
  readonly error?: unknown
  readonly failures: readonly NodeError[]
}

/** How many nodes ended in which way. A node that was abandoned counts as failed. */
export interface RunCounts {
  readonly computed: number
  /** Taken from earlier runs. */
  readonly cached: number
  readonly failed: number
  readonly skipped: number
}

/** The step that a middleware stands around. */
export interface Step {
  readonly runId: string
  readonly node: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal
  readonly tags: Readonly<Record<string, string>>
}

/**
 * Any of these. Observers (`on...`) are called in the order of registration at starts and in reverse at ends; what one
 * returns or throws never changes the run: an error is reported to `onHookError`, or to the console if nobody listens.
 * A promise that an observer returns is waited for before the run settles. `around` is middleware: the first registered
 * is the outermost; it may skip `next`, replace its value, time or trace it; what it throws fails the node.
 */
export interface Hooks {
  /** @param run for what records runs; absent where a hook passes on the event alone */
  onRunStart?(event: RunStart, run?: ObservedRun): Told
  onStepStart?(event: StepStart): Told
  onStepProgress?(event: StepProgress): Told
  onStepLog?(event: StepLog): Told
  onStepMetric?(event: StepMetric): Told
  onStepRetry?(event: StepRetry): Told
  onStepCheck?(event: StepCheck): Told
  onStepMetadata?(event: StepMetadata): Told
  onStepEnd?(event: StepEnd): Told
  onRunEnd?(event: RunEnd): Told
  onHookError?(error: unknown, hook: string): void
  around?(step: Step, next: () => Promise<unknown>): unknown
}

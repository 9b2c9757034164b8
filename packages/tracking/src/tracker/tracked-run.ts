// One run, as events: what it was made with, how each of its steps went, what they said.

import type {
  RunEnd,
  RunStart,
  StepCheck,
  StepEnd,
  StepLog,
  StepMetadata,
  StepMetric,
  StepProgress,
  StepRetry,
  StepStart,
} from 'throughline'
import type { ObservedRun } from 'throughline/memo'
import type { ErrorFacts, EventBody, StepEnded, StepId } from '../events/event.ts'
import { errorFacts } from './error-facts.ts'
import { failedItems } from './failed-items.ts'
import { HeldOutput, type RunOutput } from './run-output.ts'
import { runStarted } from './run-started.ts'
import { RunValues } from './run-values.ts'
import { StepAccount, type Item } from './step-account.ts'
import { stepStarted } from './step-started.ts'
import { TimeBudget } from './time-budget.ts'
import type { CodesByNode, PinnedVersions, TrackingContext } from './tracking-context.ts'

export interface TrackedRunOptions {
  readonly context: TrackingContext
  readonly pinned: PinnedVersions
  readonly output: RunOutput
  /** The same, when it holds the events of this run back: recorded when it fails. */
  readonly held?: HeldOutput | undefined
  /** Told when it was held back, and is not recorded. */
  readonly leaveOut?: () => void
  /** The run of this tracker that has started it. */
  readonly parent: TrackedRun | undefined
}

/** An event that is put together field by field: one of a step is made twice for each, and a copy costs as much as all else. */
type Writable<Body> = { -readonly [Field in keyof Body]: Body[Field] }

const ABANDONED: ErrorFacts = { name: 'Abandoned', message: 'The run has ended without waiting for this step.' }

export class TrackedRun {
  readonly id: string
  /** The run at the beginning of the chain. */
  readonly root: string
  readonly output: RunOutput
  readonly #held: HeldOutput | undefined
  readonly #leaveOut: (() => void) | undefined
  readonly #context: TrackingContext
  readonly #values: RunValues
  readonly #codes: CodesByNode
  /** Of steps that are open, and of those that have ended: they may start again. */
  readonly #steps = new Map<string, StepAccount>()

  constructor(event: RunStart, run: ObservedRun | undefined, options: TrackedRunOptions) {
    const { context, pinned, output, held, leaveOut, parent } = options
    this.id = event.runId
    this.root = parent?.root ?? event.parent?.runId ?? event.runId
    this.output = output
    this.#held = held
    this.#leaveOut = leaveOut
    this.#context = context
    const versions = pinned.of(run)
    this.#codes = run ? pinned.codesOf(run.plan, event.flow) : new Map<string, string>()
    this.#values = new RunValues(run, context, new TimeBudget(context.budget, context.nowMs))
    output.begin(this.id, runStarted(event, { context, versions, inputs: this.#values.inputs(), root: this.root }))
  }

  /** Where the run of an item of a fan-out of this one goes. */
  outputForItem(node: string): Pick<TrackedRunOptions, 'output' | 'held' | 'leaveOut'> {
    if (this.#account(node).takesItemRun()) return { output: this.output }
    const held = new HeldOutput(this.output)
    return { output: held, held, leaveOut: () => this.#account(node).leftOut('runs') }
  }

  stepStart({ node, inputs }: StepStart): void {
    const attemptsBefore = this.#steps.get(node)?.attempts ?? 0
    this.#steps.set(node, new StepAccount(node, attemptsBefore, this.#context.limits))
    const read = this.#values.readBy(node, inputs)
    const code = this.#codes.get(node)
    this.#record(stepStarted(node, attemptsBefore + 1, code, read))
  }

  stepProgress({ node, item, done, total }: StepProgress): void {
    const event = { type: 'step.progress', ...idOf(node, item), done, ...(total !== undefined && { total }) } as const
    const due = this.#account(node).progress(event, this.#context.nowMs())
    if (due) this.#record(due)
  }

  stepLog({ node, item, from, message, fields }: StepLog): void {
    if (!this.#account(node).takes('log', item)) return
    const { privacy } = this.#context
    this.#record({
      type: 'log',
      ...idOf(node, item),
      message: privacy.text(message),
      ...(fields && { fields: privacy.fields(fields) }),
      ...fromOf(from),
    })
  }

  stepMetric({ node, item, from, name, value, step }: StepMetric): void {
    if (!this.#account(node).takes('metric', item)) return
    this.#record({
      type: 'metric',
      ...idOf(node, item),
      name,
      value,
      ...(step !== undefined && { step }),
      ...fromOf(from),
    })
  }

  stepRetry({ node, item, attempt, error, delayMs }: StepRetry): void {
    const attempts = attempt + (item ? 0 : this.#account(node).attempts)
    this.#record({ type: 'attempt.failed', ...idOf(node, item), attempt: attempts, delayMs, error: this.#error(error) })
  }

  stepCheck({ node, item, from, check, passed, severity, message, facts }: StepCheck): void {
    if (passed && !this.#account(node).takesItem(item, 'checks')) return
    this.#record({
      type: 'check',
      ...idOf(node, item),
      check,
      passed,
      severity,
      ...this.#values.checked(node, message, facts),
      ...fromOf(from),
    })
  }

  stepMetadata({ node, item, kind, description, metadata }: StepMetadata): void {
    const { privacy } = this.#context
    const value = { description: privacy.fields(description), metadata: privacy.fields(metadata) }
    this.#record({
      type: 'attribute',
      ...idOf(node, item),
      name: kind,
      attribute: { type: kind, schemaVersion: 1, value },
    })
  }

  stepEnd(event: StepEnd): void {
    const { node, status, attempts, durationMs } = event
    const account = this.#account(node)
    for (const rest of account.rest()) this.#record(rest)
    const attempt = account.attempts + Math.max(1, attempts)
    account.end(attempt)
    this.#steps.set(node, account)
    const ended: Writable<StepEnded> = { type: 'step.ended', node, status, attempt, durationMs }
    const code = this.#codes.get(node)
    if (code !== undefined) ended.code = code
    switch (event.status) {
      case 'succeeded': {
        const output = this.#values.madeBy(node, event.value, durationMs)
        if (output) ended.output = output
        for (const { key, error } of failedItems(event.value)) this.#itemFailed([key], 1, node, error)
        break
      }
      case 'failed':
        ended.error = this.#error(event.error)
        break
      case 'cached': {
        const output = this.#values.takenBy(node)
        if (output) ended.output = output
        if (event.from) ended.from = { run: event.from.runId, atMs: event.from.atMs }
        break
      }
      case 'skipped':
    }
    this.#record(ended)
  }

  /** A step that was abandoned has come back. What it gave has no effect. */
  lateEnd({ node, status, durationMs, ...outcome }: StepEnd): void {
    const error = 'error' in outcome ? this.#error(outcome.error) : undefined
    const value = { status, durationMs, ...(error && { error }) }
    this.#record({
      type: 'attribute',
      node,
      name: 'late-end',
      attribute: { type: 'late-end', schemaVersion: 1, value },
    })
  }

  end({ status, durationMs, counts, error, failures }: RunEnd): void {
    for (const { node, item, cause } of failures) if (item) this.#itemFailed(item.path, item.attempt, node, cause)
    for (const account of this.#steps.values()) if (account.isOpen) this.#abandon(account)
    const { withoutSummary } = this.#values
    if (withoutSummary > 0) this.#record({ type: 'dropped', kind: 'summary', count: withoutSummary })
    this.output.end(this.id, {
      type: 'run.ended',
      status,
      durationMs,
      counts,
      ...(error !== undefined && { error: this.#error(error) }),
    })
    this.#values.release()
    if (status === 'failed') this.#held?.release()
    else if (this.#held) {
      this.#held.forget()
      this.#leaveOut?.()
    }
  }

  #abandon(account: StepAccount): void {
    const { node } = account
    for (const rest of account.rest()) this.#record(rest)
    const attempt = account.attempts + 1
    account.end(attempt)
    const head = { type: 'step.ended', node, status: 'failed', attempt, durationMs: 0 } as const
    this.#record({ ...head, ...this.#codeOf(node), error: ABANDONED })
  }

  #itemFailed(item: readonly string[], attempt: number, node: string, error: unknown): void {
    const head = { type: 'step.ended', node, item, status: 'failed', attempt, durationMs: 0 } as const
    this.#record({ ...head, error: this.#error(error) })
  }

  /** Of a step that was not told to start, as one that is taken from an earlier run, one for the moment. */
  #account(node: string): StepAccount {
    const known = this.#steps.get(node)
    return known?.isOpen ? known : new StepAccount(node, known?.attempts ?? 0, this.#context.limits)
  }

  #codeOf(node: string): { readonly code?: string } {
    const code = this.#codes.get(node)
    return code === undefined ? {} : { code }
  }

  #error(error: unknown): ErrorFacts {
    return errorFacts(error, (text) => this.#context.privacy.text(text))
  }

  #record(body: EventBody): void {
    this.output.record(this.id, body)
  }
}

function idOf(node: string, item: Item): StepId {
  return item ? { node, item: item.path } : { node }
}

function fromOf(from: StepLog['from']): { readonly from?: { readonly run: string; readonly atMs: number } } {
  return from ? { from: { run: from.runId, atMs: from.atMs } } : {}
}

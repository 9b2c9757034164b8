// Hooks that tell another process what happens in a run, at once and in few messages.

import type { Hooks, RunEnd, StepCheck } from 'throughline'
import { toJsonValue } from '../values/to-json-value.ts'
import type { RunEvent } from './messages.ts'

export interface RunReport {
  readonly hooks: Hooks
  /** Known once the run has begun. */
  readonly runId: string | undefined
  readonly end: RunEnd | undefined
  /** Checks with severity `warn` that did not pass. */
  readonly warnings: readonly StepCheck[]
}

/**
 * A start is sent at once, because what follows may block this process for long; what came before goes along with it.
 *
 * Runs within the run, as those of the items of a fan-out, are part of its steps: of them only what they say is sent.
 */
export function createRunReport(send: (events: readonly RunEvent[]) => void): RunReport {
  let waiting: RunEvent[] = []
  let isScheduled = false
  let runId: string | undefined
  let end: RunEnd | undefined
  const warnings: StepCheck[] = []

  const flush = (): void => {
    isScheduled = false
    if (waiting.length === 0) return
    const events = waiting
    waiting = []
    send(events)
  }
  const later = (event: RunEvent): void => {
    waiting.push(event)
    if (isScheduled) return
    isScheduled = true
    setImmediate(flush)
  }
  const now = (event: RunEvent): void => {
    waiting.push(event)
    flush()
  }

  const isOwn = (event: { readonly runId: string }): boolean => event.runId === runId

  return {
    get runId() {
      return runId
    },
    get end() {
      return end
    },
    warnings,
    hooks: {
      onRunStart(event) {
        if (event.parent !== undefined) return
        runId = event.runId
        now({ type: 'run-started', runId, total: event.nodes.length })
      },
      onStepStart(event) {
        if (isOwn(event)) now({ type: 'started', node: event.node })
      },
      onStepProgress(event) {
        const { node, done, total } = event
        if (isOwn(event)) later({ type: 'progress', node, done, ...(total !== undefined && { total }) })
      },
      onStepLog: ({ node, message, fields, from }) =>
        (from ? later : now)({
          type: 'log',
          node,
          message,
          ...(fields && { fields: JSON.stringify(toJsonValue(fields)) }),
          ...(from && { from: from.runId }),
        }),
      onStepRetry: ({ node, attempt, delayMs, error }) =>
        now({ type: 'retry', node, attempt, delayMs, message: error instanceof Error ? error.message : String(error) }),
      onStepCheck(event) {
        if (!event.passed && event.severity === 'warn') warnings.push(event)
      },
      onStepEnd(event) {
        const { node, status, durationMs } = event
        if (isOwn(event)) later({ type: 'ended', node, status, durationMs })
      },
      onRunEnd(event) {
        if (!isOwn(event)) return
        end = event
        flush()
      },
    },
  }
}

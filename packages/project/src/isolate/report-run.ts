// Hooks that tell another process what happens in a run, at once and in few messages.

import type { Hooks, RunEnd, StepCheck, StepLog } from 'throughline'
import { toJsonValue } from '../values/to-json-value.ts'
import type { RunEvent, Speaker, StepPlace } from './messages.ts'

export interface RunReport {
  readonly hooks: Hooks
  /** Known once the run has begun. */
  readonly runId: string | undefined
  readonly end: RunEnd | undefined
  /** Checks with severity `warn` that did not pass. */
  readonly warnings: readonly StepCheck[]
}

type Said = Pick<StepLog, 'runId' | 'node' | 'item'>

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

  /** Runs within the run that have not ended, by their id: the steps that they are a part of. */
  const inner = new Map<string, readonly StepPlace[]>()
  const speaker = ({ runId, node, item }: Said): Speaker => {
    const within = inner.get(runId)
    return { node, ...(item && { item: item.path }), ...(within && { within }) }
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
        const { parent } = event
        if (parent) {
          const around: StepPlace = { node: parent.node, ...(parent.path && { item: parent.path }) }
          inner.set(event.runId, [...(inner.get(parent.runId) ?? []), around])
          return
        }
        runId = event.runId
        now({ type: 'run-started', runId, total: event.nodes.length })
      },
      onStepStart(event) {
        if (isOwn(event)) now({ type: 'started', node: event.node })
      },
      onStepProgress(event) {
        const { node, item, done, total } = event
        // How far an item is says nothing of how far its step is.
        if (isOwn(event) && !item) later({ type: 'progress', node, done, ...(total !== undefined && { total }) })
      },
      onStepLog(event) {
        const { message, fields, from } = event
        const said = { ...speaker(event), message, ...(fields && { fields: JSON.stringify(toJsonValue(fields)) }) }
        const told = from ? later : now
        told({ type: 'log', ...said, ...(from && { from }) })
      },
      onStepRetry(event) {
        const { attempt, delayMs, error } = event
        const message = error instanceof Error ? error.message : String(error)
        now({ type: 'retry', ...speaker(event), attempt, delayMs, message })
      },
      onStepCheck(event) {
        if (!event.passed && event.severity === 'warn') warnings.push(withItem(event))
      },
      onStepEnd(event) {
        const { node, status, durationMs } = event
        if (isOwn(event)) later({ type: 'ended', node, status, durationMs })
      },
      onRunEnd(event) {
        inner.delete(event.runId)
        if (!isOwn(event)) return
        end = event
        flush()
      },
    },
  }
}

/** A person is told which item it was by what was found. */
function withItem(event: StepCheck): StepCheck {
  const { item, message } = event
  if (!item) return event
  const place = `item ${item.path.join(' > ')}`
  return { ...event, message: message === undefined ? place : `${place}: ${message}` }
}

// What was recorded, without what differs between two equal runs.

import { messageOf } from '../execute/failure.ts'
import type { NodeError } from '../errors/node-error.ts'
import type { RecordedEvent } from './recording-hook.ts'

/** An event as a plain object; `run` counts the runs that were recorded, from 1. */
export interface SteadyEvent {
  readonly hook: RecordedEvent['hook']
  readonly run: number
  readonly [fact: string]: unknown
}

/** Ids, and what is measured or drawn by lot. */
const UNSTEADY = new Set(['runId', 'startedAtMs', 'durationMs', 'delayMs'])

/** Values are kept as they are; of errors their names and messages. */
export function steadyEvents(events: readonly RecordedEvent[]): SteadyEvent[] {
  const numbers = new Map<string, number>()
  const numberOf = (runId: string): number => {
    const known = numbers.get(runId) ?? numbers.size + 1
    numbers.set(runId, known)
    return known
  }
  const steady = (name: string, value: unknown): unknown => {
    if (name === 'error') return describeError(value)
    if (name === 'failures') return (value as readonly NodeError[]).map(describeFailure)
    if (name === 'inputs') return { ...(value as object) }
    if (name !== 'parent') return value
    const { runId, ...place } = value as { readonly runId: string }
    return { run: numberOf(runId), ...place }
  }
  return events.map(({ hook, event }) => {
    const facts = Object.entries(event).filter(([name]) => !UNSTEADY.has(name))
    const kept = facts.map(([name, value]: [string, unknown]): [string, unknown] => [name, steady(name, value)])
    return { hook, run: numberOf(event.runId), ...Object.fromEntries(kept) }
  })
}

function describeFailure({ node, attempt, path, item, stream, cause }: NodeError): object {
  const place = { ...(item && { item }), ...(stream !== undefined && { stream }) }
  return { node, attempt, path: [...path], ...place, error: describeError(cause) }
}

function describeError(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${messageOf(thrown)}` : messageOf(thrown)
}

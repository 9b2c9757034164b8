// What happens in a run as records: plain data, one for each event, ready for JSON.

import type { Hooks, RunEnd, StepEnd } from '../execute/hooks.ts'
import { messageOf } from '../execute/failure.ts'
import { isThroughlineError } from '../errors/throughline-error.ts'
import { formatDuration } from './format-duration.ts'
import { toPlainData, type PlainData } from './plain-data.ts'
import { parentLabel, stepLabel } from './step-label.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** What a record is about. */
export type LogEvent =
  | 'run-start'
  | 'step-start'
  | 'progress'
  | 'log'
  | 'metric'
  | 'retry'
  | 'check'
  | 'metadata'
  | 'step-end'
  | 'run-end'

/** Plain data: `JSON.stringify` changes nothing of it. Values of nodes are not in it, but for what checks say of them. */
export interface LogRecord {
  /** ISO 8601. */
  readonly time: string
  readonly level: LogLevel
  readonly event: LogEvent
  /** A sentence for people. */
  readonly message: string
  readonly runId: string
  /** The name of the flow; of records of a run. */
  readonly flow?: string
  readonly node?: string
  /** By event: `item`, `attempt`, `durationMs`, `status`, `error`, what a node passed to `log`, and what the logger adds. */
  readonly [field: string]: PlainData | undefined
}

/** A record without what every record has. */
export interface LogEntry {
  readonly level: LogLevel
  readonly event: LogEvent
  readonly message: string
  readonly runId: string
  readonly node?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Hooks that write an entry for each event. */
export function logEntries(write: (entry: LogEntry) => unknown): Hooks {
  /** Runs within runs: a fan-out may have thousands. */
  const nested = new Set<string>()
  return {
    onRunStart: ({ runId, flow, outputs, nodes, tags, parent }) => {
      if (parent) nested.add(runId)
      const within = parent ? ` within ${parentLabel(parent)}` : ''
      const message = `run of ${flow ?? outputs.join(', ')}${within} started: ${counted(nodes.length)}`
      const facts = { flow, outputs, nodeCount: nodes.length, tags, parent }
      return told(write({ level: parent ? 'debug' : 'info', event: 'run-start', message, runId, facts }))
    },
    onStepStart: ({ runId, node }) =>
      told(write({ level: 'debug', event: 'step-start', message: `${node} started`, runId, node })),
    onStepProgress: ({ runId, node, item, done, total }) => {
      const message = `${stepLabel(node, item)}: ${done}${total === undefined ? '' : ` of ${total}`}`
      return told(write({ level: 'debug', event: 'progress', message, runId, node, facts: { item, done, total } }))
    },
    onStepLog: ({ runId, node, item, message, fields }) =>
      told(write({ level: 'info', event: 'log', message, runId, node, facts: { item, fields } })),
    onStepMetric: ({ runId, node, item, name, value, step }) => {
      const message = `${stepLabel(node, item)}: ${name} ${value}`
      return told(
        write({ level: 'info', event: 'metric', message, runId, node, facts: { item, metric: name, value, step } }),
      )
    },
    onStepRetry: ({ runId, node, item, attempt, error, delayMs }) => {
      const again = `again in ${formatDuration(delayMs)}`
      const message = `${stepLabel(node, item)}: attempt ${attempt} failed (${messageOf(error)}); ${again}`
      return told(
        write({ level: 'warn', event: 'retry', message, runId, node, facts: { item, attempt, delayMs, error } }),
      )
    },
    onStepCheck: ({ runId, node, item, check, passed, severity, message: found, facts: measured }) => {
      const message = `${stepLabel(node, item)}: ${check} ${passed ? 'passed' : found}`
      const facts = { item, check, passed, severity, found, measured }
      return told(write({ level: passed ? 'debug' : severity, event: 'check', message, runId, node, facts }))
    },
    onStepMetadata: ({ runId, node, item, kind, description, metadata }) => {
      const message = `${stepLabel(node, item)}: ${SAID_OF[kind]}`
      return told(
        write({ level: 'info', event: 'metadata', message, runId, node, facts: { item, kind, description, metadata } }),
      )
    },
    onStepEnd: (end) => told(write(entryOfStepEnd(end))),
    onRunEnd: (end) => told(write(entryOfRunEnd(end, nested.delete(end.runId)))),
  }
}

const SAID_OF = {
  source: 'source read',
  sink: 'sink written',
  resource: 'resource opened',
  statement: 'statement run',
} as const

function entryOfStepEnd(end: StepEnd): LogEntry {
  const { runId, node, status, attempts, durationMs, late } = end
  const about = { event: 'step-end', runId, node } as const
  const facts = { status, attempts, durationMs, late }
  if (status === 'skipped') return { ...about, level: 'debug', message: `${node} skipped`, facts }
  if (status === 'cached') {
    const facts = { status, durationMs, from: end.from.runId }
    return { ...about, level: 'debug', message: `${node} taken from an earlier run`, facts }
  }
  const after = `after ${formatDuration(durationMs)}${late ? ', too late' : ''}`
  if (status === 'succeeded') return { ...about, level: 'debug', message: `${node} succeeded ${after}`, facts }
  const message = `${node} failed ${after}: ${messageOf(end.error)}`
  return { ...about, level: 'error', message, facts: { ...facts, error: end.error } }
}

const LEVEL_OF_RUN = { succeeded: 'info', failed: 'error', aborted: 'warn' } as const

function entryOfRunEnd({ runId, status, durationMs, counts, failures, error }: RunEnd, isNested: boolean): LogEntry {
  const { computed, cached, failed, skipped } = counts
  const taken = cached > 0 ? `${cached} cached, ` : ''
  const numbers = `${computed} computed, ${taken}${failed} failed, ${skipped} skipped`
  const message = `run ${status} after ${formatDuration(durationMs)}: ${numbers}`
  const failedNodes = failures.map(({ node, attempt, path, item, stream, cause }) => ({
    node,
    attempt,
    path,
    item,
    stream,
    message: messageOf(cause),
    codes: isThroughlineError(cause) ? cause.issues.map((issue) => issue.code) : undefined,
  }))
  const reason = status === 'aborted' && error !== undefined ? messageOf((error as Error).cause) : undefined
  const facts = { status, durationMs, counts, failures: failedNodes, reason }
  return {
    event: 'run-end',
    level: isNested && status === 'succeeded' ? 'debug' : LEVEL_OF_RUN[status],
    message,
    runId,
    facts,
  }
}

/** The record of an entry. What the run says of itself wins over fields that the logger adds. */
export function toRecord(entry: LogEntry, dateMs: number, fields: Readonly<Record<string, unknown>>): LogRecord {
  const { level, event, message, runId, node, facts } = entry
  const head = {
    time: new Date(dateMs).toISOString(),
    level,
    event,
    message,
    runId,
    ...(node !== undefined && { node }),
  }
  const rest = toPlainData({ ...fields, ...facts }) as Record<string, PlainData>
  return { ...head, ...rest, ...head }
}

function counted(nodes: number): string {
  return nodes === 1 ? '1 node' : `${nodes} nodes`
}

/** Observers give promises that are waited for, and nothing else. */
function told(result: unknown): void | Promise<void> {
  return result as void | Promise<void>
}

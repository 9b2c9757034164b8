// What events of steps say, as rows: where a step stands, and its attempts.

import { isFields, sortable, toInteger, toJson, toName, toReal, toText, type Fields } from './cells.ts'
import { fromOf, stepOf, type Row, type Said } from './said.ts'
import { tables } from './tables.ts'

/** Rows of one shape are merged faster. */
const blankStep: Row = Object.fromEntries(Object.keys(tables.step.columns).map((column) => [column, null]))

function attemptOf({ event }: Said): number {
  return Math.max(1, toInteger(event['attempt']) ?? 1)
}

/** Steps advance by attempt and phase; then a better end counts more. */
function stateRank(attempt: number, phase: number, status: number, told: string): string {
  return `${sortable(attempt)}.${phase}.${status}.${told}`
}

export function deriveStepStarted(said: Said): void {
  const { event, told, changes } = said
  const step = stepOf(said)
  if (!step) return
  const attempt = attemptOf(said)
  const at = toInteger(event.atMs)
  const rank = `${sortable(attempt)}.${told}`
  const state = { state_rank: stateRank(attempt, 0, 0, told), status: 'running' }
  const code = toName(event['code'])
  changes.add('step', {
    ...blankStep,
    ...step,
    ...state,
    attempt,
    started_at_ms: at,
    start_rank: rank,
    inputs: toJson(event['inputs']),
    code_rank: code === null ? null : rank,
    code,
  })
  if (attempt > 1) changes.add('attempt', { ...step, ...state, attempt, started_at_ms: at })
}

export function deriveAttemptFailed(said: Said): void {
  const { event, told, changes } = said
  const step = stepOf(said)
  if (!step) return
  const attempt = attemptOf(said)
  const [at, rank, error] = [toInteger(event.atMs), stateRank(attempt, 1, 0, told), toJson(event['error'])]
  changes.add('step', { ...step, state_rank: rank, status: 'retrying', attempt, error })
  const delay = toReal(event['delayMs'])
  changes.add('attempt', {
    ...step,
    attempt,
    state_rank: rank,
    status: 'failed',
    ended_at_ms: at,
    delay_ms: delay,
    error,
  })
}

const stepStatuses = ['skipped', 'failed', 'cached', 'succeeded']

export function deriveStepEnded(said: Said): void {
  const { event, told, changes } = said
  const step = stepOf(said)
  const { status, output } = event
  if (!step || typeof status !== 'string') return
  const attempt = attemptOf(said)
  const at = toInteger(event.atMs)
  const rank = stateRank(attempt, 2, stepStatuses.indexOf(status) + 1, told)
  const code = toName(event['code'])
  const facts = isFields(output) ? output : {}
  const error = toJson(event['error'])
  const startedAt = toInteger(event['startedAtMs'])
  const startRank = `${sortable(attempt)}.${told}`
  changes.add('step', {
    ...blankStep,
    ...step,
    ...(startedAt !== null && { started_at_ms: startedAt, start_rank: startRank, inputs: '{}' }),
    state_rank: rank,
    status: toText(status),
    attempt,
    ended_at_ms: at,
    duration_ms: toReal(event['durationMs']),
    output_type: toText(facts['type']),
    output_version: toText(facts['version']),
    output: restOf(facts),
    error,
    ...fromOf(event),
    code_rank: code === null ? null : startRank,
    code,
  })
  if (attempt > 1 && (status === 'succeeded' || status === 'failed'))
    changes.add('attempt', {
      ...step,
      attempt,
      started_at_ms: startedAt,
      state_rank: rank,
      status: toText(status),
      ended_at_ms: at,
      error,
    })
}

/** What is known of a value besides its type and version, which have columns of their own. */
function restOf({ type: _type, version: _version, ...rest }: Fields): string | null {
  return Object.keys(rest).length === 0 ? null : toJson(rest)
}

export function deriveProgress(said: Said): void {
  const { event, told, changes } = said
  const step = stepOf(said)
  if (!step) return
  const done = toInteger(event['done'])
  const rank = `${sortable(Math.max(0, done ?? 0))}.${told}`
  changes.add('step', { ...step, progress_rank: rank, done, total: toInteger(event['total']) })
}

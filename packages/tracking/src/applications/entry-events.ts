// What an entry of a journal says, in the words of the record. State stays in the journal: here is what it looks like.

import type { JournalEntry, RecordedSpan, StepNotes } from '@throughline/machine'
import type { EventBody, RunEnded, RunStarted, StepId } from '../events/event.ts'
import { defaultLimits } from '../tracker/limits.ts'
import { isOver, type Account } from './account.ts'
import type { Teller } from './teller.ts'

export interface Told {
  readonly atMs: number
  readonly body: EventBody
}

/** Of a child or a fork: where it comes from. */
export type Origin = Pick<RunStarted, 'parent' | 'root'>

/**
 * The events of one entry, in their order.
 *
 * @param before undefined for the first entry of an application
 */
export function eventsOf(
  entry: JournalEntry,
  before: Account | undefined,
  after: Account,
  teller: Teller,
  origin: Origin = {},
): readonly Told[] {
  const told = bodiesOf(entry, before, teller, origin)
  const end = isOver(after) && !(before && isOver(before)) ? [{ atMs: entry.atMs, body: endOf(after) }] : []
  return [...told, ...end]
}

function bodiesOf(entry: JournalEntry, before: Account | undefined, teller: Teller, origin: Origin): readonly Told[] {
  const { atMs } = entry
  const at = (...bodies: readonly EventBody[]): Told[] => bodies.map((body) => ({ atMs, body }))
  switch (entry.type) {
    case 'opened': {
      const { machine, tags = {}, state } = entry
      return at({ ...teller.started(machine, tags), ...origin, inputs: teller.factsByKey(state) })
    }
    case 'begun':
      return isStarted(entry, before) ? [] : at(startOf(entry))
    case 'committed': {
      const { patch, attempt, durationMs, error } = entry
      const output = teller.factsOf(entry.action, { ...patch.set, ...patch.append, ...patch.increment })
      const status = error ? 'failed' : 'succeeded'
      const what = { ...(output && !error && { output }), ...(error && { error: teller.error(error) }) }
      return [
        ...beginning(entry, before, teller),
        ...(before?.head.status === 'suspended' ? at(attribute('resumed', stepOf(entry), {})) : []),
        ...at({ type: 'step.ended', ...stepOf(entry), status, attempt, durationMs, ...what }),
        ...(entry.isStuck ? at(attribute('stuck', stepOf(entry), {})) : []),
      ]
    }
    case 'failed': {
      const { attempt, durationMs } = entry
      const error = teller.error(entry.error)
      // Whether another attempt follows is not known yet; when it begins, the step goes on.
      return [
        ...beginning(entry, before, teller),
        ...at(
          { type: 'attempt.failed', ...stepOf(entry), attempt, delayMs: 0, error },
          { type: 'step.ended', ...stepOf(entry), status: 'failed', attempt, durationMs, error },
        ),
      ]
    }
    case 'suspended': {
      const until = entry.expiresAtMs === undefined ? {} : { expiresAtMs: entry.expiresAtMs }
      return [...beginning(entry, before, teller), ...at(attribute('suspended', stepOf(entry), until))]
    }
    case 'edited': {
      const { set = {}, append = {}, increment = {}, unset = [] } = entry.patch
      const keys = [...new Set([set, append, increment].flatMap(Object.keys).concat(unset))]
      return at(attribute('edited', { sequence: entry.sequence }, { keys, next: entry.next }))
    }
    case 'cancelled': {
      const why = entry.reason === undefined ? {} : { reason: teller.privacy.text(entry.reason) }
      return at(attribute('cancelled', { sequence: entry.sequence }, why))
    }
    case 'migrated':
      return at(attribute('migrated', { sequence: entry.sequence }, { schema: entry.schema }))
    case 'snapshot':
      return []
  }
}

type OfStep = Extract<JournalEntry, { readonly attempt: number }>

function stepOf({ action, sequence }: OfStep): StepId {
  return { node: action, sequence }
}

function isStarted({ attempt }: OfStep, before: Account | undefined): boolean {
  return before !== undefined && attempt <= before.head.attempts
}

function startOf(entry: OfStep): EventBody {
  return { type: 'step.started', ...stepOf(entry), attempt: entry.attempt, inputs: {} }
}

/** What comes before the end of an attempt: its start, when nobody has told of it, and what was said in it. */
function beginning(entry: OfStep & StepNotes, before: Account | undefined, teller: Teller): readonly Told[] {
  const durationMs = 'durationMs' in entry ? entry.durationMs : 0
  const { inputs, logs = [], metrics = [], spans = [] } = entry
  const { atMs } = entry
  const step = stepOf(entry)
  const { privacy } = teller
  const told: Told[] = []
  if (!isStarted(entry, before)) told.push({ atMs: Math.round(atMs - durationMs), body: startOf(entry) })
  const say = (body: EventBody): void => void told.push({ atMs, body })
  if (inputs && Object.keys(inputs).length > 0) say(attribute('inputs', step, teller.factsByKey(inputs)))
  for (const { message, fields, ...log } of logs.slice(0, defaultLimits.logsPerStep)) {
    const more = fields && { fields: privacy.fields(fields as Record<string, unknown>) }
    told.push({ atMs: log.atMs, body: { type: 'log', ...step, message: privacy.text(message), ...more } })
  }
  for (const { name, value, step: place } of metrics.slice(0, defaultLimits.metricsPerStep))
    say({ type: 'metric', ...step, name, value, ...(place !== undefined && { step: place }) })
  if (spans.length > 0)
    say(
      attribute(
        'spans',
        step,
        spans.map((span) => spanOf(span, teller)),
      ),
    )
  const [moreLogs, moreMetrics] = [
    logs.length - defaultLimits.logsPerStep,
    metrics.length - defaultLimits.metricsPerStep,
  ]
  if (moreLogs > 0) say({ type: 'dropped', kind: 'log', count: moreLogs })
  if (moreMetrics > 0) say({ type: 'dropped', kind: 'metric', count: moreMetrics })
  return told
}

function spanOf({ name, parent, startedAtMs, durationMs, fields, error }: RecordedSpan, teller: Teller): object {
  return {
    name: teller.privacy.text(name),
    ...(parent !== undefined && { parent }),
    startedAtMs,
    durationMs,
    ...(fields && { fields: teller.privacy.fields(fields as Record<string, unknown>) }),
    ...(error && { error: teller.error(error) }),
  }
}

/** What the vocabulary has no event for. */
export function attribute(name: string, step: Partial<StepId>, value: unknown): EventBody {
  return { type: 'attribute', ...step, name, attribute: { type: name, schemaVersion: 1, value } }
}

function endOf({ head, startedAtMs, changedAtMs, computed, failed }: Account): RunEnded {
  return {
    type: 'run.ended',
    status: head.status === 'cancelled' ? 'aborted' : 'succeeded',
    durationMs: Math.max(0, changedAtMs - startedAtMs),
    counts: { computed, cached: 0, failed, skipped: 0 },
  }
}

/** An application that is taken away before its end does not go on for ever. */
export function removedEnd(account: Account, atMs: number): readonly Told[] {
  return isOver(account) ? [] : [{ atMs, body: { ...endOf(account), status: 'aborted' } }]
}

// What an entry of a journal says, in the words of the record. State stays in the journal: here is what it looks like.

import type { JournalEntry, RecordedSpan, StepNotes } from '@throughline/machine'
import type { EventBody, RunEnded, RunStarted, StepEnded, StepId } from '../events/event.ts'
import { defaultLimits } from '../tracker/limits.ts'
import { isOver, type Account } from './account.ts'
import type { Voice } from './voice.ts'

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
  voice: Voice,
  origin: Origin = {},
): readonly Told[] {
  const told: Told[] = []
  tellEntry(told, entry, before, voice, origin)
  if (isOver(after) && !(before && isOver(before))) told.push({ atMs: entry.atMs, body: endOf(after) })
  return told
}

function tellEntry(told: Told[], entry: JournalEntry, before: Account | undefined, voice: Voice, origin: Origin): void {
  const { atMs } = entry
  const say = (body: EventBody): void => void told.push({ atMs, body })
  switch (entry.type) {
    case 'opened': {
      const { machine, tags = {}, state } = entry
      const started = voice.started?.(machine, tags)
      if (started) say({ ...started, ...origin, inputs: voice.factsByKey(state) })
      break
    }
    case 'begun':
      if (!isStarted(entry, before)) say(startOf(entry))
      break
    case 'committed': {
      const { error } = entry
      // First, since the values say which texts are secret.
      const end = error
        ? { ...endOfStep(entry, before, 'failed'), error: voice.error(error) }
        : succeeded(entry, before, voice)
      tellNotes(told, entry, voice)
      if (before?.head.status === 'suspended') say(attribute('resumed', stepOf(entry), {}))
      say(end)
      if (entry.isStuck) say(attribute('stuck', stepOf(entry), {}))
      break
    }
    case 'failed': {
      const error = voice.error(entry.error)
      tellNotes(told, entry, voice)
      // Whether another attempt follows is not known yet; when it begins, the step goes on.
      say({ type: 'attempt.failed', ...stepOf(entry), attempt: entry.attempt, delayMs: 0, error })
      say({ ...endOfStep(entry, before, 'failed'), error })
      break
    }
    case 'suspended': {
      const until = entry.expiresAtMs === undefined ? {} : { expiresAtMs: entry.expiresAtMs }
      if (!isStarted(entry, before)) say(startOf(entry))
      tellNotes(told, entry, voice)
      say(attribute('suspended', stepOf(entry), until))
      break
    }
    case 'edited': {
      const { set = {}, append = {}, increment = {}, unset = [] } = entry.patch
      const keys = [...new Set([set, append, increment].flatMap(Object.keys).concat(unset))]
      say(attribute('edited', { sequence: entry.sequence }, { keys, next: entry.next }))
      break
    }
    case 'cancelled': {
      const reason = entry.reason === undefined ? undefined : voice.text(entry.reason)
      say(attribute('cancelled', { sequence: entry.sequence }, reason === undefined ? {} : { reason }))
      break
    }
    case 'migrated':
      say(attribute('migrated', { sequence: entry.sequence }, { schema: entry.schema }))
      break
    case 'snapshot':
  }
}

type OfStep = Extract<JournalEntry, { readonly attempt: number }>
type Committed = Extract<JournalEntry, { readonly type: 'committed' }>
type Failed = Extract<JournalEntry, { readonly type: 'failed' }>

function stepOf({ action, sequence }: OfStep): StepId {
  return { node: action, sequence }
}

function isStarted({ attempt }: OfStep, before: Account | undefined): boolean {
  return before !== undefined && attempt <= before.head.attempts
}

function startOf(entry: OfStep): EventBody {
  return { type: 'step.started', ...stepOf(entry), attempt: entry.attempt, inputs: {} }
}

function succeeded(entry: Committed, before: Account | undefined, voice: Voice): StepEnded {
  const { set, append, increment } = entry.patch
  const isOne = !append && !increment
  const output = voice.factsOf(entry.action, isOne ? (set ?? {}) : { ...set, ...append, ...increment })
  const ended = endOfStep(entry, before, 'succeeded')
  return output ? { ...ended, output } : ended
}

/** When nobody has told that the attempt began, this tells it as well. */
function endOfStep(entry: Committed | Failed, before: Account | undefined, status: 'succeeded' | 'failed'): StepEnded {
  const { action: node, sequence, attempt, durationMs, atMs } = entry
  if (isStarted(entry, before)) return { type: 'step.ended', node, sequence, status, attempt, durationMs }
  const startedAtMs = Math.round(atMs - durationMs)
  return { type: 'step.ended', node, sequence, status, attempt, startedAtMs, durationMs }
}

/** What was said in an attempt. */
function tellNotes(told: Told[], entry: OfStep & StepNotes, voice: Voice): void {
  const { inputs, logs, metrics, spans, atMs } = entry
  if (!inputs && !logs && !metrics && !spans) return
  const step = stepOf(entry)
  const say = (body: EventBody): void => void told.push({ atMs, body })
  const facts = inputs && voice.factsByKey(inputs)
  if (facts && Object.keys(facts).length > 0) say(attribute('inputs', step, facts))
  let moreLogs = 0
  for (const [index, { message, fields, ...log }] of (logs ?? []).entries()) {
    const text = index < defaultLimits.logsPerStep ? voice.text(message) : undefined
    const more = fields && { fields: voice.fields(fields as Record<string, unknown>) }
    if (text === undefined) moreLogs++
    else told.push({ atMs: log.atMs, body: { type: 'log', ...step, message: text, ...more } })
  }
  for (const { name, value, step: place } of metrics?.slice(0, defaultLimits.metricsPerStep) ?? [])
    say({ type: 'metric', ...step, name, value, ...(place !== undefined && { step: place }) })
  const shown = spans?.flatMap((span) => spanOf(span, voice) ?? []) ?? []
  if (shown.length > 0) say(attribute('spans', step, shown))
  const moreMetrics = (metrics?.length ?? 0) - defaultLimits.metricsPerStep
  if (moreLogs > 0) say({ type: 'dropped', kind: 'log', count: moreLogs })
  if (moreMetrics > 0) say({ type: 'dropped', kind: 'metric', count: moreMetrics })
}

function spanOf(
  { name, parent, startedAtMs, durationMs, fields, error }: RecordedSpan,
  voice: Voice,
): object | undefined {
  const shown = voice.text(name)
  if (shown === undefined) return undefined
  return {
    name: shown,
    ...(parent !== undefined && { parent }),
    startedAtMs,
    durationMs,
    ...(fields && { fields: voice.fields(fields as Record<string, unknown>) }),
    ...(error && { error: voice.error(error) }),
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

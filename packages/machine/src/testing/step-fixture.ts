// One recorded step with everything that doing it again needs: what it began with, what it asked for, what came of it.

import { stepName } from '../run/step-name.ts'
import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { Committed, Failed, JournalEntry, RecordedEffect, StoredPatch, Suspended } from '../journal/entry.ts'
import { foldJournal } from '../journal/fold.ts'
import type { Numbered, Persister } from '../journal/persister.ts'
import type { ErrorRecord } from '../run/error-record.ts'
import { replayIssue } from './replay-issues.ts'

export const FIXTURE_VERSION = 1

/** What a child of the step came to. */
export interface RecordedChild {
  readonly status: 'completed' | 'halted' | 'stuck' | 'suspended' | 'failed' | 'cancelled'
  readonly state: Readonly<Record<string, unknown>>
  readonly sequence: number
  readonly last: string | null
  readonly next: string | null
  readonly error?: ErrorRecord
}

/** What came of the step when it was recorded. */
export type RecordedEnd =
  | {
      readonly status: 'committed'
      readonly patch: StoredPatch
      readonly next: string | null
      /** Index of the edge that was taken, in the machine's list. */
      readonly edge?: number
      readonly isStuck?: true
      /** How many chunks it gave. */
      readonly chunks?: number
      /** It failed, and an error edge was taken. */
      readonly error?: ErrorRecord
    }
  | { readonly status: 'failed'; readonly error: ErrorRecord }
  | { readonly status: 'suspended'; readonly prompt?: unknown; readonly expiresAtMs?: number }

/** Values are as the journal keeps them: plain data, with instances of classes as their codecs encode them. */
export interface StepFixture {
  readonly fixture: typeof FIXTURE_VERSION
  readonly machine: string
  readonly app: string
  readonly runId: string
  readonly schema: number
  readonly action: string
  readonly sequence: number
  readonly attempt: number
  readonly idempotencyKey: string
  /** When it was recorded: milliseconds since 1970. */
  readonly atMs: number
  /** The whole state before it. */
  readonly state: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, unknown>>
  /** In the order in which they were asked for. */
  readonly effects: readonly RecordedEffect[]
  /** By key. */
  readonly children: Readonly<Record<string, RecordedChild>>
  /** Of a step that waited: what it was answered. Then the answer is what is done again, not the body of the action. */
  readonly answer?: { readonly payload: unknown }
  readonly recorded: RecordedEnd
}

export interface StepChoice {
  /** @defaultValue the last one */
  readonly attempt?: number
  /** Of a step that waited and was answered: how it came to wait, and not what the answer came to. @defaultValue false */
  readonly beforeAnswer?: boolean
}

type EndOfStep = Committed | Failed | Suspended

/**
 * Reads a step from the journal of an application.
 *
 * @param sequence number of the step, from 1
 * @throws {app/unknown}, {app/no-such-step}, {replay/unfinished-step}, {replay/no-attempt}
 */
export async function stepFixture(
  persister: Persister,
  app: string,
  sequence: number,
  choice: StepChoice = {},
): Promise<StepFixture> {
  const entries = (await persister.entries(app)).map(({ entry }: Numbered) => entry)
  const head = foldJournal(entries)
  if (!head) throw new ThroughlineError([machineIssue('app/unknown', { app, persister: persister.name })])
  const at = endOf(entries, app, sequence, choice, head.sequence)
  const end = entries[at] as EndOfStep
  const before = foldJournal(entries.slice(0, at))!
  const { action, attempt, atMs, inputs = {}, effects = [] } = end
  const answer = end.type === 'committed' && end.answer ? { answer: end.answer } : undefined
  return {
    fixture: FIXTURE_VERSION,
    machine: before.machine,
    app,
    runId: before.runId,
    schema: before.schema,
    action,
    sequence,
    attempt,
    idempotencyKey: `${before.runId}/${stepName(sequence, before.edits ?? 0)}`,
    atMs,
    state: before.state,
    inputs,
    effects,
    children: await childrenOf(persister, app, sequence),
    ...answer,
    recorded: recordedEnd(end),
  }
}

function endOf(
  entries: readonly JournalEntry[],
  app: string,
  sequence: number,
  { attempt, beforeAnswer = false }: StepChoice,
  last: number,
): number {
  const ofStep = entries.flatMap((entry, index) => ('attempt' in entry && entry.sequence === sequence ? [index] : []))
  if (ofStep.length === 0) throw new ThroughlineError([machineIssue('app/no-such-step', { app, at: sequence, last })])
  const ends = ofStep.filter((index) => entries[index]!.type !== 'begun')
  if (ends.length === 0) throw new ThroughlineError([replayIssue('replay/unfinished-step', { app, sequence })])
  const isWanted = (index: number): boolean => {
    const end = entries[index] as EndOfStep
    if (beforeAnswer && end.type === 'committed' && end.answer) return false
    return attempt === undefined || end.attempt === attempt
  }
  const at = ends.findLast(isWanted)
  if (at !== undefined) return at
  const known = [...new Set(ends.map((index) => (entries[index] as EndOfStep).attempt))]
  throw new ThroughlineError([replayIssue('replay/no-attempt', { app, sequence, attempt: attempt ?? 1, known })])
}

function recordedEnd(end: EndOfStep): RecordedEnd {
  if (end.type === 'failed') return { status: 'failed', error: end.error }
  if (end.type === 'suspended') {
    const { prompt, expiresAtMs } = end
    return {
      status: 'suspended',
      ...(prompt !== undefined && { prompt }),
      ...(expiresAtMs !== undefined && { expiresAtMs }),
    }
  }
  const { patch, next, edge, isStuck, chunks, error } = end
  return {
    status: 'committed',
    patch,
    next,
    ...(edge !== undefined && { edge }),
    ...(isStuck && { isStuck }),
    ...(chunks !== undefined && { chunks }),
    ...(error && { error }),
  }
}

async function childrenOf(persister: Persister, app: string, sequence: number): Promise<Record<string, RecordedChild>> {
  const children: Record<string, RecordedChild> = {}
  let after: string | undefined
  do {
    const page = await persister.list({ parent: app, ...(after !== undefined && { after }) })
    for (const { app: child, parent } of page.applications) {
      if (parent?.kind !== 'child' || parent.sequence !== sequence) continue
      const ended = await recordedChild(persister, child)
      if (ended) children[parent.key ?? child] = ended
    }
    after = page.after
  } while (after !== undefined)
  return children
}

async function recordedChild(persister: Persister, app: string): Promise<RecordedChild | undefined> {
  const entries = (await persister.entries(app)).map(({ entry }) => entry)
  const head = foldJournal(entries)
  if (!head) return undefined
  const { state, sequence, last, next } = head
  const end = entries.findLast(({ type }) => type !== 'snapshot')
  const failure = end?.type === 'failed' ? { error: end.error } : undefined
  const open = failure ? 'failed' : next === null ? 'completed' : 'halted'
  const status = head.status === 'open' ? open : head.status
  return { status, state, sequence, last, next, ...failure }
}

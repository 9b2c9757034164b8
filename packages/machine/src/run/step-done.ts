// What a step came to: its entry in the journal, and its event.

import type { Committed, StepNotes, StoredPatch } from '../journal/entry.ts'
import type { Values } from '../state/values.ts'
import type { WayOn } from './compiled.ts'
import type { ErrorRecord } from './error-record.ts'
import type { StepDone } from './events.ts'

/** All that can go wrong is behind it: what is left is to record it, and to make it visible. */
export interface Done {
  readonly values: Values
  readonly way: WayOn
  readonly patch: StoredPatch
  readonly result: unknown
  /** Why an error edge was taken. */
  readonly failure?: { readonly error: unknown }
}

export interface StepFacts {
  readonly action: string
  readonly sequence: number
  readonly attempt: number
  readonly durationMs: number
  /** Why an error edge was taken. */
  readonly error: ErrorRecord | undefined
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** @param notes what was told while it ran */
export function committedEntry(
  { way: { next, way, isStuck }, patch }: Done,
  { action, sequence, attempt, durationMs, error }: StepFacts,
  atMs: number,
  notes: StepNotes & Pick<Committed, 'answer'>,
  chunks: number,
): Committed {
  const entry: Writable<Committed> = { type: 'committed', atMs, action, sequence, attempt, durationMs, patch, next }
  if (way) entry.edge = way.index
  if (isStuck) entry.isStuck = isStuck
  if (chunks > 0) entry.chunks = chunks
  Object.assign(entry, notes)
  if (error) entry.error = error
  return entry
}

export function doneEvent(
  { way: { next, way }, result }: Done,
  { action, sequence, attempt, durationMs, error }: StepFacts,
): StepDone<string, unknown, string> {
  const event: Writable<StepDone<string, unknown, string>> = {
    type: 'step',
    action,
    sequence,
    attempt,
    result,
    next,
    durationMs,
  }
  const label = way?.edge.label
  if (label) event.edge = label
  if (error) event.error = error
  return event
}

// What is written about an application, and from which it is made again: the truth for resuming.

import type { ErrorRecord } from '../run/error-record.ts'

/** By key: what a step changed. Parts that are empty are absent. */
export interface StoredPatch {
  readonly set?: Readonly<Record<string, unknown>>
  readonly append?: Readonly<Record<string, readonly unknown[]>>
  readonly increment?: Readonly<Record<string, number>>
  readonly unset?: readonly string[]
}

/** What was told on the side while a step ran, and what a replay of it needs. Parts that are empty are absent. */
export interface StepNotes {
  readonly inputs?: Readonly<Record<string, unknown>>
  /** In the order in which they were asked for. */
  readonly effects?: readonly RecordedEffect[]
  readonly logs?: readonly { readonly atMs: number; readonly message: string; readonly fields?: object }[]
  readonly metrics?: readonly { readonly name: string; readonly value: number; readonly step?: number }[]
  readonly spans?: readonly RecordedSpan[]
}

/** `isAsync`: it was waited for. */
export type RecordedEffect = { readonly name: string; readonly isAsync?: true } & (
  | { readonly value: unknown }
  | { readonly error: ErrorRecord }
)

export interface RecordedSpan {
  readonly name: string
  /** Index in the list of the span around it. */
  readonly parent?: number
  readonly startedAtMs: number
  readonly durationMs: number
  readonly fields?: object
  readonly error?: ErrorRecord
}

/** A run of an application that began another one: a fork, or a child of a step. */
export interface Parent {
  readonly kind: 'fork' | 'child'
  readonly app: string
  readonly runId: string
  /** Of a fork: the step after which it begins. Of a child: the step that began it. */
  readonly sequence: number
  /** Of a child: its name among the children of the step. */
  readonly key?: string
}

interface Timed {
  /** Milliseconds since 1970: for display, never for order. */
  readonly atMs: number
}

interface OfStep extends Timed {
  readonly sequence: number
  readonly action: string
  readonly attempt: number
}

export interface Opened extends Timed {
  readonly type: 'opened'
  readonly runId: string
  /** Name of the machine. */
  readonly machine: string
  /** Version of the shape of the state, as `schemaVersion` says. */
  readonly schema: number
  readonly state: Readonly<Record<string, unknown>>
  /** The first action; null when there is nothing to do. */
  readonly next: string | null
  /** Number of the last step before it: 0, or that of the step at which it was forked. */
  readonly sequence: number
  /** A fork of an application that is stuck, and is stuck as well. */
  readonly isStuck?: true
  readonly parent?: Parent
  readonly tags?: Readonly<Record<string, string>>
}

/** Written before an action runs, so that a step that was interrupted is known. Only with the durability `step`. */
export interface Begun extends OfStep {
  readonly type: 'begun'
}

/** A step is done, and what it changed is the state. */
export interface Committed extends OfStep, StepNotes {
  readonly type: 'committed'
  readonly durationMs: number
  readonly patch: StoredPatch
  /** The next action; null at the end. */
  readonly next: string | null
  /** Index of the edge that was taken, in the machine's list; absent at the end, and when none fitted. */
  readonly edge?: number
  /** No edge fitted although there are some. */
  readonly isStuck?: true
  /** The action failed, and an error edge was taken. */
  readonly error?: ErrorRecord
  /** Of a streaming action. */
  readonly chunks?: number
  /** Of a step that waited: what it was answered. */
  readonly answer?: { readonly payload: unknown }
}

/** An attempt failed. The step is not over: another attempt may follow, at once or after a restart. */
export interface Failed extends OfStep, StepNotes {
  readonly type: 'failed'
  readonly durationMs: number
  readonly error: ErrorRecord
}

export interface Suspended extends OfStep, StepNotes {
  readonly type: 'suspended'
  readonly prompt?: unknown
  readonly expiresAtMs?: number
}

/** The state or the position was changed from outside. */
export interface Edited extends Timed {
  readonly type: 'edited'
  readonly sequence: number
  readonly patch: StoredPatch
  readonly next: string | null
  /** It was stuck, and still no edge fits. */
  readonly isStuck?: true
}

/** Ended from outside for good. */
export interface Cancelled extends Timed {
  readonly type: 'cancelled'
  readonly sequence: number
  readonly reason?: string
}

/** The state was led to another version of its shape. */
export interface Migrated extends Timed {
  readonly type: 'migrated'
  readonly sequence: number
  readonly schema: number
  readonly state: Readonly<Record<string, unknown>>
}

/** All that the entries before it say, so that they need not be read. Changes nothing. */
export interface Snapshot extends Timed {
  readonly type: 'snapshot'
  readonly sequence: number
  readonly head: Head
}

export type JournalEntry = Opened | Begun | Committed | Failed | Suspended | Edited | Cancelled | Migrated | Snapshot

/** Where an application stands: what its entries amount to. */
export interface Head {
  readonly runId: string
  readonly machine: string
  readonly schema: number
  readonly state: Readonly<Record<string, unknown>>
  /** Number of the last step that is done; 0 at the start. */
  readonly sequence: number
  /** The action of that step. */
  readonly last: string | null
  /** The action that is to run; null at the end. */
  readonly next: string | null
  readonly status: 'open' | 'stuck' | 'suspended' | 'cancelled'
  /** Attempts of the step that is to run, which failed or were interrupted. */
  readonly attempts: number
  readonly suspension?: { readonly prompt?: unknown; readonly expiresAtMs?: number }
  /** Edits since the last step, when there are any: the step that is to run is another one than before them. */
  readonly edits?: number
  readonly parent?: Parent
  readonly tags?: Readonly<Record<string, string>>
}

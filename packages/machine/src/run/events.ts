// What an application tells while it runs.

import type { Actions, ChunkOfAction, InputsOfAction, ResultOfAction } from '../definition/action.ts'
import type { Names } from '../definition/machine.ts'
import type { ErrorRecord } from './error-record.ts'
import type { Outcome } from './outcome.ts'
import type { Fields } from './context.ts'

interface OfStep<Name> {
  readonly action: Name
  readonly sequence: number
  readonly attempt: number
}

interface StepBegan<Name, Inputs> extends OfStep<Name> {
  readonly type: 'begin'
  readonly inputs: Inputs
}

/** A part of what a streaming action makes, as soon as it makes it. */
interface ChunkCame<Name, Chunk> extends OfStep<Name> {
  readonly type: 'chunk'
  /** From 0. */
  readonly index: number
  readonly chunk: Chunk
}

/** A step is done: its patch is in the state, and recorded if it was to be. */
export interface StepDone<Name, Result, Next> extends OfStep<Name> {
  readonly type: 'step'
  /** The patch that the action returned; of `result` the values that it read. */
  readonly result: Result
  /** Null at the end. */
  readonly next: Next | null
  /** The edge that was taken, as its label says. */
  readonly edge?: string
  /** The action failed, and an error edge was taken. */
  readonly error?: ErrorRecord
  readonly durationMs: number
}

/** An attempt failed, and another one follows. */
interface AttemptFailed<Name> extends OfStep<Name> {
  readonly type: 'retry'
  readonly error: unknown
  readonly delayMs: number
}

interface StepFailed<Name> extends OfStep<Name> {
  readonly type: 'fail'
  readonly error: unknown
  readonly durationMs: number
}

interface StepSuspended<Name> extends OfStep<Name> {
  readonly type: 'suspend'
  readonly prompt?: unknown
  readonly expiresAtMs?: number
}

interface StepLogged<Name> extends OfStep<Name> {
  readonly type: 'log'
  readonly message: string
  readonly fields?: Fields
}

interface StepMeasured<Name> extends OfStep<Name> {
  readonly type: 'metric'
  readonly name: string
  readonly value: number
  readonly step?: number
}

/** A span began, or ended. Spans of a step are numbered from 0 in the order in which they begin. */
interface SpanTold<Name> extends OfStep<Name> {
  readonly type: 'span'
  readonly phase: 'begin' | 'end'
  readonly span: number
  readonly parent?: number
  readonly name: string
  readonly fields?: Fields
  readonly durationMs?: number
  readonly error?: unknown
}

/** What a child of a step tells. */
interface ChildTold<Name> extends OfStep<Name> {
  readonly type: 'child'
  /** Keys of the children from here to the one that tells it. */
  readonly path: readonly string[]
  readonly event: AnyEvent
}

/** A node of a dataflow that is an action. */
export interface NodeTold<Name> extends OfStep<Name> {
  readonly type: 'node'
  readonly node: string
  readonly status: 'begin' | 'succeeded' | 'failed' | 'cached' | 'skipped'
  readonly durationMs?: number
  readonly error?: unknown
}

interface RunEnded<State, A extends Actions<State>> {
  readonly type: 'end'
  readonly outcome: Outcome<State, A>
}

type StepEvent<A, Name extends keyof A & string> =
  | StepBegan<Name, InputsOfAction<A[Name]>>
  | ([ChunkOfAction<A[Name]>] extends [never] ? never : ChunkCame<Name, ChunkOfAction<A[Name]>>)
  | StepDone<Name, ResultOfAction<A[Name]>, Names<A>>
  | AttemptFailed<Name>
  | StepFailed<Name>
  | StepSuspended<Name>
  | StepLogged<Name>
  | StepMeasured<Name>
  | SpanTold<Name>
  | ChildTold<Name>
  | NodeTold<Name>

/** Every event of an application of this machine; `event.action` and `event.type` narrow it. */
export type ApplicationEvent<State, A extends Actions<State>> =
  | { [Name in Names<A>]: StepEvent<A, Name> }[Names<A>]
  | RunEnded<State, A>

/** An event without the types of a machine. */
export type AnyEvent =
  | StepBegan<string, unknown>
  | ChunkCame<string, unknown>
  | StepDone<string, unknown, string>
  | AttemptFailed<string>
  | StepFailed<string>
  | StepSuspended<string>
  | StepLogged<string>
  | StepMeasured<string>
  | SpanTold<string>
  | ChildTold<string>
  | NodeTold<string>
  | { readonly type: 'end'; readonly outcome: AnyOutcome }

export type AnyOutcome = Outcome<any, any>

// What a run of an application may be told.

import type { InputsOfAction, Actions } from '../definition/action.ts'
import type { Until } from './until.ts'

export type InputsByAction<A> = {
  readonly [Name in keyof A]?: InputsOfAction<A[Name]> | (() => MaybeInputs<A[Name]> | Promise<MaybeInputs<A[Name]>>)
}
type MaybeInputs<One> = InputsOfAction<One> | undefined

export interface ApplicationRunOptions<State, A extends Actions<State>> {
  /** Where to stop. @defaultValue at the end, or where something is missing */
  readonly until?: Until<State, A>
  /** Stops with the outcome `limit` after so many steps. @defaultValue 10,000 */
  readonly maxSteps?: number
  /** By action: the values are used for its next step in this run; a function is asked before each of its steps. */
  readonly inputs?: InputsByAction<A>
  /** Stops with the outcome `cancelled`. */
  readonly signal?: AbortSignal
}

/** The same without the types of a machine. */
export interface AnyRunOptions {
  readonly until?: {
    readonly before?: readonly string[]
    readonly after?: readonly string[]
    readonly when?: (state: Readonly<Record<string, unknown>>) => boolean
  }
  readonly maxSteps?: number
  readonly inputs?: Readonly<Record<string, Readonly<Record<string, unknown>> | (() => any) | undefined>>
  readonly signal?: AbortSignal
  /** The run is the rest of one that was interrupted: what it has done counts, and it may be where it was to stop. */
  readonly goesOn?: boolean
}

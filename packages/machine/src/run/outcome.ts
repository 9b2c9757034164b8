// How a run of an application ends: always one of these, never an exception of an action.

import type { StandardSchema } from 'throughline'
import type { Actions } from '../definition/action.ts'
import type { Names } from '../definition/machine.ts'
import type { Frozen } from '../typing/keys.ts'

interface Standing<State, A> {
  readonly state: { readonly [K in keyof State]: Frozen<State[K]> }
  /** Number of the last step that is done. */
  readonly sequence: number
  /** Steps that this run has done. */
  readonly steps: number
  /** The action of the last step; null before the first. */
  readonly last: Names<A> | null
  /** The action that would run next; null at the end. */
  readonly next: Names<A> | null
}

/** What is waited for. */
export interface Awaiting<Name> {
  readonly action: Name
  readonly sequence: number
  readonly prompt?: unknown
  readonly expiresAtMs?: number
  /** Of the payload, as the action declares it. */
  readonly schema?: StandardSchema
}

/**
 * - `completed`: an action without a way on was done, or an edge led to the end.
 * - `halted`: `until` says so; or, by `inputs`, the next action needs inputs that the run was not given.
 * - `suspended`: an action waits for an answer; `resume` goes on.
 * - `stuck`: there are ways on, and none fits.
 * - `failed`: an action failed after its attempts; the next run tries the same step again.
 * - `cancelled`: the signal aborted, or nobody reads on, or the application was cancelled.
 * - `limit`: `maxSteps` are done.
 */
export type Outcome<State, A extends Actions<State>> = Standing<State, A> &
  (
    | { readonly status: 'completed' | 'stuck' | 'limit' }
    | { readonly status: 'halted'; readonly by: 'before' | 'after' | 'when' | 'inputs' }
    | { readonly status: 'suspended'; readonly awaiting: Awaiting<Names<A>> }
    | { readonly status: 'failed'; readonly action: Names<A>; readonly error: unknown }
    | { readonly status: 'cancelled'; readonly reason: unknown }
  )

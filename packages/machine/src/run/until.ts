// Where a run is to stop, said from outside of the machine.

import type { TagOfAction } from '../definition/action.ts'
import type { Names } from '../definition/machine.ts'
import type { Frozen } from '../typing/keys.ts'

/** The name of an action, or `@` and a tag. */
export type NameOrTag<A> = Names<A> | `@${TagOfAction<A[keyof A]> & string}`

/** Tested after each step, in the order `when`, `after`, `before`; `before` also at the start of an application that has done no step. */
export interface Until<State, A> {
  /** Before one of these would run. */
  readonly before?: readonly NameOrTag<A>[]
  /** When one of these is done. */
  readonly after?: readonly NameOrTag<A>[]
  /** When this holds of the state after a step. */
  readonly when?: (state: { readonly [K in keyof State]: Frozen<State[K]> }) => boolean
}

// Children: applications that a step of another one runs, with ids that tell where they belong.

import type { InputsOfAction } from '../definition/action.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { Frozen } from '../typing/keys.ts'
import type { Outcome } from './outcome.ts'
import type { Until } from './until.ts'

export type ActionsOf<M> = M extends { readonly types?: infer T }
  ? NonNullable<T> extends { actions: infer A }
    ? A
    : never
  : never
export type StateOf<M> = M extends { readonly types?: infer T }
  ? NonNullable<T> extends { state: infer S }
    ? S
    : never
  : never

/** With what a child begins: some keys of its state. */
export type StateGivenTo<M> = M extends unknown ? { readonly [K in keyof StateOf<M>]?: Frozen<StateOf<M>[K]> } : never

export interface SpawnOptions<Child extends AnyMachine> {
  /** Its name among the children of the step. Another attempt of the step goes on with the child of this key. */
  readonly key: string
  readonly entry: keyof ActionsOf<Child> & string
  readonly state?: StateGivenTo<Child>
  readonly inputs?: { readonly [Name in keyof ActionsOf<Child>]?: InputsOfAction<ActionsOf<Child>[Name]> }
  readonly until?: Until<StateOf<Child>, ActionsOf<Child>>
  readonly maxSteps?: number
  /** Stops it with the outcome `cancelled`. The end of the step stops it anyway. */
  readonly signal?: AbortSignal
}

export type SpawnedOutcome<Child extends AnyMachine> = Outcome<StateOf<Child>, ActionsOf<Child>>

// Children: applications that a step of another one runs, with ids that tell where they belong.

import type { InputsOfAction } from '../definition/action.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { Outcome } from './outcome.ts'
import type { Until } from './until.ts'

type ActionsOf<M> = M extends { readonly types?: infer T }
  ? NonNullable<T> extends { actions: infer A }
    ? A
    : never
  : never
type StateOf<M> = M extends { readonly types?: infer T }
  ? NonNullable<T> extends { state: infer S }
    ? S
    : never
  : never

export interface SpawnOptions<Child extends AnyMachine> {
  /** Its name among the children of the step. Another attempt of the step goes on with the child of this key. */
  readonly key: string
  readonly entry: keyof ActionsOf<Child> & string
  readonly state?: Partial<StateOf<Child>>
  readonly inputs?: { readonly [Name in keyof ActionsOf<Child>]?: InputsOfAction<ActionsOf<Child>[Name]> }
  readonly until?: Until<StateOf<Child>, ActionsOf<Child>>
  readonly maxSteps?: number
}

export type SpawnedOutcome<Child extends AnyMachine> = Outcome<StateOf<Child>, ActionsOf<Child>>

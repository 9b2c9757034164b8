// What a child of a parallel action can be: a machine, or one action.

import type { AnyAction } from '../definition/action.ts'
import { isAction } from '../definition/create-action.ts'
import { createMachine } from '../definition/create-machine.ts'
import type { AnyMachine } from '../definition/machine.ts'
import type { ActionsOf, SpawnedOutcome, StateOf } from '../run/spawn.ts'
import type { Until } from '../run/until.ts'

/** A machine; or an action, which stands for a machine of this action alone, under the name `action`. */
export type Runnable = AnyMachine | AnyAction

/** The machine that runs. */
export type MachineOf<Child> = Child extends AnyMachine
  ? Child
  : Child extends { readonly types?: infer Types }
    ? NonNullable<Types> extends { readonly state: (state: infer State) => unknown }
      ? MachineOfAction<State, Child>
      : never
    : never

interface MachineOfAction<State, One> extends AnyMachine {
  readonly types?: { readonly state: State; readonly actions: { readonly action: One } }
}

/** Names of the actions with which it can begin. */
export type EntryOf<Child> = Child extends unknown ? keyof ActionsOf<MachineOf<Child>> & string : never
export type UntilOf<Child> = Child extends unknown
  ? Until<StateOf<MachineOf<Child>>, ActionsOf<MachineOf<Child>>>
  : never
export type OutcomeOf<Child> = Child extends unknown
  ? MachineOf<Child> extends AnyMachine
    ? SpawnedOutcome<MachineOf<Child>>
    : never
  : never

const machines = new WeakMap<AnyAction, AnyMachine>()

/** The same machine for the same action. */
export function machineOf(child: Runnable): AnyMachine {
  if (!isAction(child)) return child
  const known = machines.get(child)
  if (known) return known
  const made = createMachine({ action: child })
  machines.set(child, made)
  return made
}

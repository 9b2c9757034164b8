// One child of a parallel action.

import { ThroughlineError } from 'throughline'
import { optionIssues, type OptionNames } from '../definition/option-names.ts'
import type { InputsOfAction } from '../definition/action.ts'
import type { ActionsOf, StateGivenTo } from '../run/spawn.ts'
import type { EntryOf, MachineOf, OutcomeOf, Runnable, UntilOf } from './runnable.ts'

/** What runs as a child, and how far. */
export interface BranchOptions<Child extends Runnable> {
  /** A machine, or an action that is all of one. */
  readonly machine: Child
  /** The first action. @defaultValue the only action of the machine */
  readonly entry?: EntryOf<NoInfer<Child>>
  /** By action, for its next step: as `run` takes them. */
  readonly inputs?: InputsGivenTo<NoInfer<Child>>
  /** Where it is to stop. @defaultValue at its end */
  readonly until?: UntilOf<NoInfer<Child>>
  /** Most steps that it does, over all attempts. @defaultValue 10,000, and reaching them is a failure */
  readonly maxSteps?: number
}

export interface TaskOptions<Child extends Runnable> extends BranchOptions<Child> {
  /**
   * Its name among the tasks of the step. Another attempt of the step goes on with the child of this key, so the same
   * task has to get the same key each time.
   */
  readonly key: string
  /** With which it begins. @defaultValue nothing */
  readonly state?: StateGivenTo<MachineOf<NoInfer<Child>>>
}

type InputsGivenTo<Child> = Child extends unknown
  ? {
      readonly [Name in keyof ActionsOf<MachineOf<Child>>]?: InputsOfAction<ActionsOf<MachineOf<Child>>[Name]>
    }
  : never

const BRAND: unique symbol = Symbol.for('throughline.branch')

/** A machine with its entry, and where it is to stop. Made by `branch`. */
export interface Branch<Child> {
  readonly [BRAND]: AnyBranch
  /** Exists in the type only. */
  readonly types?: { readonly child: Child }
}

/** One child of a parallel action. Made by `task`. */
export interface Task<Child> extends Branch<Child> {
  readonly [BRAND]: AnyTask
}

/** A branch whatever its types. */
export interface AnyBranch {
  readonly machine: Runnable
  readonly entry?: string
  readonly inputs?: object
  readonly until?: object
  readonly maxSteps?: number
}
export interface AnyTask extends AnyBranch {
  readonly key: string
  readonly state?: object
}

const BRANCH: OptionNames<AnyBranch> = { machine: true, entry: true, inputs: true, until: true, maxSteps: true }
const TASK: OptionNames<AnyTask> = { key: true, state: true, ...BRANCH }

function checkNames(place: string, options: unknown, names: Readonly<Record<string, boolean>>): void {
  const issues = optionIssues(place, options ?? null, names)
  if (issues.length > 0) throw new ThroughlineError(issues)
}

/**
 * A child of a parallel action, its types checked against its machine.
 *
 * @throws {app/unknown-option}
 * @example
 * task({ key: doc.id, machine: reader, entry: 'read', state: { text: doc.text } })
 */
export function task<Child extends Runnable>(options: TaskOptions<Child>): Task<Child> {
  checkNames('task()', options, TASK)
  return { [BRAND]: options }
}

/**
 * What `mapStates` and `mapActions` take in place of an action: a machine with its entry, and where it is to stop.
 *
 * @throws {app/unknown-option}
 */
export function branch<Child extends Runnable>(options: BranchOptions<Child>): Branch<Child> {
  checkNames('branch()', options, BRANCH)
  return { [BRAND]: options }
}

export function taskOf(made: Task<unknown>): AnyTask {
  return made[BRAND]
}

export function branchOf(source: Runnable | Branch<unknown>): AnyBranch {
  return BRAND in source ? source[BRAND] : { machine: source }
}

/** What runs: of a branch, of a task, or the action or machine itself. */
export type ChildOf<Source> = Source extends Branch<any> ? NonNullable<Source['types']>['child'] : Source

/** How the ends of children make one end. */
export type Join = 'all' | 'settle' | { readonly quorum: number }

/**
 * What became of a child: its key, and the outcome of its run. Unless the join is `settle` only children that came to
 * their end are there, or to where `until` or `maxSteps` stopped them.
 */
export type TaskResult<Child, How = 'all', Key extends string = string> = Child extends unknown
  ? { readonly key: Key } & OutcomeOf<Child> & ('settle' extends How ? unknown : Reached)
  : never

interface Reached {
  readonly status: 'completed' | 'halted' | 'limit'
}

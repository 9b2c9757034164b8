// The ways to write a parallel action: any tasks, one action over many states, many over one state, and both.

import type { Action, ActionArguments, ActionSpec } from '../definition/action.ts'
import type { StateGivenTo } from '../run/spawn.ts'
import type { KeyOrOptional } from '../typing/keys.ts'
import type { OnlyDeclared, PatchOf } from '../typing/patch.ts'
import type { MachineOf, Runnable } from './runnable.ts'
import type { Branch, ChildOf, Join, Task, TaskResult } from './task.ts'

type Awaitable<Value> = Value | PromiseLike<Value>

/** By name, or numbered from 0 in their order. */
export type Several<Value> = Iterable<Value> | Readonly<Record<string, Value>>

interface Common<
  State,
  Reads extends KeyOrOptional<State>,
  Writes extends KeyOrOptional<State>,
  Inputs,
  Tag extends string,
  How extends Join,
> extends Omit<ActionSpec<State, Reads, Writes, Inputs, never, Tag>, 'awaits' | 'resumed'> {
  /** Most children that run at a time. The others are not open yet. @defaultValue 16 */
  readonly concurrency?: number
  /**
   * - `all`: the first child that fails stops the others, and the step fails.
   * - `settle`: every child comes to its end, whatever it is.
   * - `{ quorum: n }`: when `n` have come to a good end the others are stopped; the step fails when `n` cannot.
   * @defaultValue 'all'
   */
  readonly join?: How
}

interface Reducing<
  State,
  Reads extends string,
  Writes extends KeyOrOptional<State>,
  Inputs,
  Result,
  Returned extends Awaitable<PatchOf<State, Writes>>,
> {
  /** Makes the patch of the step of what became of the children, which is in the order of the tasks. */
  readonly reduce: ((
    step: ActionArguments<State, NoInfer<Reads>, NoInfer<Inputs>> & { readonly results: readonly NoInfer<Result>[] },
  ) => Returned) &
    OnlyDeclared<Writes, Awaited<Returned>>
}

/** Ways to define actions that run children and join them. */
export interface ParallelDefiners<State> {
  /**
   * An action that runs other applications as its children and makes its patch of what became of them. A child is an
   * application of its own, kept where its parent is kept; its events reach the reader of the run as `child`. When the
   * step is tried again, at once or after a restart, children that are done are not run again and the others go on.
   *
   * @throws {app/bad-option} for `concurrency` or `quorum`; and what `action` throws. The step fails with
   *   {app/duplicate-key}, {app/no-entry}, {app/child-failed} or {app/no-quorum}
   */
  readonly parallel: <
    Each extends Task<any>,
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    const Tag extends string = never,
    const How extends Join = 'all',
    Returned extends Awaitable<PatchOf<State, Writes>> = PatchOf<State, Writes>,
  >(
    spec: Common<State, Reads, Writes, Inputs, Tag, How> & {
      /** Asked at each attempt of the step. */
      readonly tasks: Asks<State, Reads, Inputs, Iterable<Each>>
    } & Reducing<State, Reads, Writes, Inputs, TaskResult<ChildOf<Each>, How>, Returned>,
  ) => Action<State, Reads, Writes, Inputs, never, PatchOf<State, Writes>, never, Tag>

  /** `parallel` for one action, or machine, and many states. Keys are those of the states, or their numbers. */
  readonly mapStates: <
    Source extends Runnable | Branch<any>,
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    const Tag extends string = never,
    const How extends Join = 'all',
    Returned extends Awaitable<PatchOf<State, Writes>> = PatchOf<State, Writes>,
  >(
    spec: Common<State, Reads, Writes, Inputs, Tag, How> & {
      readonly action: Source
      readonly states: Asks<State, Reads, Inputs, Several<StateFor<NoInfer<Source>>>>
    } & Reducing<State, Reads, Writes, Inputs, TaskResult<ChildOf<Source>, How>, Returned>,
  ) => Action<State, Reads, Writes, Inputs, never, PatchOf<State, Writes>, never, Tag>

  /** `parallel` for many actions, or machines, and one state. Keys are the names of the actions. */
  readonly mapActions: <
    Sources extends Readonly<Record<string, Runnable | Branch<any>>>,
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    const Tag extends string = never,
    const How extends Join = 'all',
    Returned extends Awaitable<PatchOf<State, Writes>> = PatchOf<State, Writes>,
  >(
    spec: Common<State, Reads, Writes, Inputs, Tag, How> & {
      readonly actions: Sources
      readonly state: Asks<State, Reads, Inputs, StateForAll<NoInfer<Sources>>>
    } & Reducing<State, Reads, Writes, Inputs, ResultsByName<Sources, How, ''>, Returned>,
  ) => Action<State, Reads, Writes, Inputs, never, PatchOf<State, Writes>, never, Tag>

  /** `parallel` for each of many actions, or machines, with each of many states. Keys are `action/state`. */
  readonly mapActionsAndStates: <
    Sources extends Readonly<Record<string, Runnable | Branch<any>>>,
    const Reads extends KeyOrOptional<State> = never,
    const Writes extends KeyOrOptional<State> = never,
    Inputs = {},
    const Tag extends string = never,
    const How extends Join = 'all',
    Returned extends Awaitable<PatchOf<State, Writes>> = PatchOf<State, Writes>,
  >(
    spec: Common<State, Reads, Writes, Inputs, Tag, How> & {
      readonly actions: Sources
      readonly states: Asks<State, Reads, Inputs, Several<StateForAll<NoInfer<Sources>>>>
    } & Reducing<State, Reads, Writes, Inputs, ResultsByName<Sources, How, `/${string}`>, Returned>,
  ) => Action<State, Reads, Writes, Inputs, never, PatchOf<State, Writes>, never, Tag>
}

/** A function of the step, whose answer may be a promise. */
type Asks<State, Reads extends string, Inputs, Answer> = (
  step: ActionArguments<State, NoInfer<Reads>, NoInfer<Inputs>>,
) => Awaitable<Answer>

type StateFor<Source> = StateGivenTo<MachineOf<ChildOf<Source>>>

/** What every one of them can begin with. */
type StateForAll<Sources> = Intersected<
  { readonly [Name in keyof Sources]: (state: StateFor<Sources[Name]>) => void }[keyof Sources]
>
type Intersected<Functions> = [Functions] extends [(value: infer All) => void] ? All : never

type ResultsByName<Sources, How, Suffix extends string> = {
  readonly [Name in keyof Sources & string]: TaskResult<ChildOf<Sources[Name]>, How, `${Name}${Suffix}`>
}[keyof Sources & string]

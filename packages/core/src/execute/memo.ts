// The port of what takes values from earlier runs in the place of computing them.

import type { Hooks } from './hooks.ts'
import type { Plan } from './plan.ts'
import type { StepHost, StepScope } from './step-scope.ts'

/** Given with `flow.with({ cache })`; the first that is found among the hooks of a run is asked. */
export interface Memo extends Hooks {
  /** Once for each run, before its first step. Must not throw. */
  begin(run: MemoRun): RunMemo
}

/** A run as it is seen by what memoizes it. */
export interface MemoRun extends StepHost {
  readonly request: { readonly flowName: string | undefined }
  readonly plan: Plan
  /**
   * By slot: inputs and given values from the start, those of steps as they come. Whoever puts something else there than
   * the value of a step puts the value in its place before it computes a step that reads it.
   */
  readonly values: unknown[]
  /** Calls the function of a step with the values of the run, told to the hooks. Throws and gives what it does. */
  compute(index: number, scope: StepScope): unknown
}

/** One run, memoized. Its observers are told of the run as any others. */
export interface RunMemo extends Hooks {
  /** How many steps it took from earlier runs. */
  readonly hits: number
  /** The data version of the value in a slot, if it is known already: the value is not looked at. */
  versionKnown?(slot: number): string | undefined
  /** The value of a step, or what stands for it: computed, or from an earlier run. May be a promise. */
  step(index: number, scope: StepScope): unknown
  /**
   * The same for an item of a fan-out: a call with these arguments, in the step of `scope`, whose host is the item's.
   *
   * @param shared what is the same for all items: the argument -> the node that it comes from, `undefined` for a constant
   */
  item(
    args: Readonly<Record<string, unknown>>,
    scope: StepScope,
    call: () => unknown,
    shared: ReadonlyMap<string, string | undefined>,
  ): unknown
}

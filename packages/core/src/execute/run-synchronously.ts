// The quick way: steps in the order of the plan, with nobody watching, up to the first that is asynchronous or fails.

import { call } from './invoke.ts'
import { isThenable } from './layer.ts'
import type { Plan } from './plan.ts'
import type { StepHost } from './step-scope.ts'

/** Where a synchronous stretch ended: at the step that returned a promise, or that threw. */
export interface StretchEnd {
  readonly index: number
  readonly promise?: PromiseLike<unknown>
  readonly error?: unknown
}

/**
 * @param values by slot; those of the steps that were done are filled in, and those that nobody needs are let go
 * @returns `undefined` when all steps are done
 */
export function runSynchronously(plan: Plan, values: unknown[], host: StepHost): StretchEnd | undefined {
  const { steps } = plan
  let index = 0
  try {
    for (; index < steps.length; index++) {
      const step = steps[index]!
      const value = call(step, values, host)
      if (isThenable(value)) return { index, promise: value }
      values[step.slot] = value
      const { lastUses } = step
      for (let each = 0; each < lastUses.length; each++) values[lastUses[each]!] = undefined
    }
  } catch (error) {
    return { index, error }
  }
  return undefined
}

// What a flow would run for some outputs, with the values that it would begin with.

import type { Issue } from '../errors/issue.ts'
import type { Hooks } from '../execute/hooks.ts'
import { createPlan, type Plan } from '../execute/plan.ts'
import { checkInputs } from '../flow/check-inputs.ts'
import { partsOf } from '../flow/flow-brand.ts'
import type { AnyFlow } from '../flow/flow.ts'

export interface PlannedRun {
  readonly plan: Plan
  /** By slot: inputs, configuration and overrides. Unusable when there are issues. */
  readonly values: unknown[]
  readonly hooks: readonly Hooks[]
  /** What stands in the way of the run. */
  readonly issues: readonly Issue[]
}

/** The plan of a run that is not made. */
export function planOf(
  flow: AnyFlow,
  outputs: readonly string[],
  inputs: Readonly<Record<string, unknown>> = {},
): PlannedRun {
  const { graph, config, given, hooks } = partsOf(flow)
  const plan = createPlan(graph, outputs)
  const { slots: values, issues } = checkInputs(graph, plan, inputs, { ...config, ...given })
  return { plan, values, hooks, issues }
}

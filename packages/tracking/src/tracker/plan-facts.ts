// What of a plan the record needs again and again: which slot is which name, and which step a node is.

import type { Plan, PlanStep } from 'throughline/memo'

export interface PlanFacts {
  readonly stepOf: ReadonlyMap<string, PlanStep>
  /** By slot: the node, input or given value. */
  readonly names: readonly string[]
}

const known = new WeakMap<Plan, PlanFacts>()

/** Made once for each plan. */
export function factsOf(plan: Plan): PlanFacts {
  let facts = known.get(plan)
  if (!facts) known.set(plan, (facts = describe(plan)))
  return facts
}

function describe({ steps, inputs, given, slots }: Plan): PlanFacts {
  const names = Array.from({ length: slots }, () => '')
  for (const { name, slot } of [...steps, ...inputs, ...given]) names[slot] = name
  return { stepOf: new Map(steps.map((step) => [step.name, step])), names }
}

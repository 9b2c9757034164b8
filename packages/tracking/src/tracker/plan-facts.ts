// What of a plan the record needs again and again: which slot is which name, and which step a node is.

import type { Plan, PlanStep } from 'throughline/memo'

export type Inputs = Record<string, { readonly from: string; readonly version?: string }>

export interface PlanFacts {
  readonly stepOf: ReadonlyMap<string, PlanStep>
  /** By slot: the node, input or given value. */
  readonly names: readonly string[]
  /** What a step reads, without versions; the same object each time, frozen with all that is in it. */
  inputsOf(step: PlanStep): Inputs
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
  const inputsByStep = new Map<PlanStep, Inputs>()
  return {
    stepOf: new Map(steps.map((step) => [step.name, step])),
    names,
    inputsOf: (step) => {
      let found = inputsByStep.get(step)
      if (!found) {
        inputsByStep.set(step, (found = {}))
        for (const [at, key] of step.keys.entries()) put(found, key, Object.freeze({ from: names[step.sources[at]!]! }))
        Object.freeze(found)
      }
      return found
    },
  }
}

/** Assigning to `__proto__` would set the prototype. */
export function put(inputs: Inputs, key: string, input: Inputs[string]): void {
  if (key === '__proto__') Object.defineProperty(inputs, key, { value: input, enumerable: true })
  else inputs[key] = input
}

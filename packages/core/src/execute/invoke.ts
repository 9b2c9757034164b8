// Calls the function of a step, as it wants to be called.

import { argumentsFor, type Arguments } from './arguments.ts'
import type { PlanStep } from './plan.ts'
import { StepScope, type StepHost } from './step-scope.ts'

/** Calls a step that nobody watches: with the argument object of every run when it has one, which is empty afterwards. */
export function call(step: PlanStep, values: readonly unknown[], host: StepHost, scope?: StepScope): unknown {
  const { reusable, keys, sources, fn, readsContext } = step
  if (reusable === undefined) return invoke(step, argumentsFor(step, values), host, scope)
  for (let each = 0; each < keys.length; each++) reusable[keys[each]!] = values[sources[each]!]
  try {
    return readsContext ? fn(reusable, scope ?? new StepScope(host, step.name)) : fn(reusable)
  } finally {
    for (let each = 0; each < keys.length; each++) reusable[keys[each]!] = undefined
  }
}

/** The scope is made when the step needs one and none is given. */
export function invoke(step: PlanStep, args: Arguments, host: StepHost, known?: StepScope): unknown {
  // Taken out of the step: a function of the user has no `this`.
  const { call: layered, fn } = step
  if (layered) return layered(args, known ?? new StepScope(host, step.name))
  return step.readsContext ? fn(args, known ?? new StepScope(host, step.name)) : fn(args)
}

// Calls the function of a step, as it wants to be called.

import { toPositional, type Arguments } from './arguments.ts'
import type { PlanStep } from './plan.ts'
import { StepScope, type StepHost } from './step-scope.ts'

/** The scope is made when the step needs one and none is given. */
export function invoke(step: PlanStep, args: Arguments, host: StepHost, known?: StepScope): unknown {
  // Taken out of the step: a function of the user has no `this`.
  const { call, fn } = step
  const given = step.isPositional ? toPositional(step, args) : args
  if (call) return call(given, known ?? new StepScope(host, step.name))
  if (step.isPositional) return fn(...(given as unknown[]))
  return step.readsContext ? fn(given, known ?? new StepScope(host, step.name)) : fn(given)
}

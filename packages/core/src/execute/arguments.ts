// The argument of a node's function, filled from the values of a run.

import type { PlanStep } from './plan.ts'

/** Stands in a slot for an optional input that was not given. */
export const ABSENT: unique symbol = Symbol('absent')

/** An argument object inherits nothing, so a dependency called `constructor` or `__proto__` is one like any other. */
export type Arguments = Record<string, unknown>

/** Unlike what `Object.create(null)` makes, its objects keep a shape, so that functions read them quickly. */
const Empty = function () {} as unknown as new () => Arguments
Empty.prototype = Object.freeze(Object.create(null))

/** An empty argument object. */
export function createArguments(): Arguments {
  return new Empty()
}

/** The dependencies of a step as a record of its own; what is absent is left out, so that defaults hold. */
export function argumentsFor(step: PlanStep, values: readonly unknown[]): Arguments {
  const args = createArguments()
  const { keys, sources, constants } = step
  for (let index = 0; index < keys.length; index++) {
    const value = values[sources[index]!]
    if (value !== ABSENT) args[keys[index]!] = value
  }
  for (const [key, value] of constants) args[key] = value
  return args
}

// Reads the value of a parameter from somewhere else: another node, or a constant.

import type { Rebinding } from '../definition/binding.ts'
import type { Rebindings } from '../definition/bind-parameters.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { From } from '../typing/bindings.ts'

const BINDING = Symbol.for('throughline.binding.1')

/**
 * The value of this node or input, in the place of a constant.
 *
 * @throws {modifier/bad-option} when it is not a name
 * @example
 * export const lags = parameterize(lag, { lag7: { days: 7, series: from('signups') } })
 */
export function from<const Name extends string>(name: Name): From<Name> {
  expectOption(typeof name === 'string', 'from', 'name', name, 'the name of a node or input')
  return markBinding({ name }) as From<Name>
}

/** An object that stands for this binding. */
export function markBinding(binding: Rebinding): object {
  return Object.freeze({ [BINDING]: binding })
}

/** What a value given for a parameter means: a reference or group made by these modifiers, or a constant. */
export function toBinding(value: unknown): Rebinding {
  // An own property: proxies of some libraries have any property that they are asked for.
  const isMarked = typeof value === 'object' && value !== null && Object.hasOwn(value, BINDING)
  return isMarked ? ((value as Record<symbol, unknown>)[BINDING] as Rebinding) : { constant: value }
}

/** What is given for each of several parameters. */
export function toBindings(given: object): Rebindings {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, toBinding(value)]))
}

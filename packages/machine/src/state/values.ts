// The values of a state by key, and what is seen of them.

import { Growing, plainValue } from './growing.ts'

/** By key; lists that grow are kept as such. Never changed: a step makes another one. */
export type Values = Readonly<Record<string, unknown>>

/** These keys, those that are there, on an object with this prototype. A list that grows is made when it is read. */
export function viewOf(
  values: Values,
  keys: readonly string[],
  prototype: object = Object.prototype,
): Record<string, unknown> {
  const view = Object.create(prototype) as Record<string, unknown>
  for (const key of keys) {
    const value = values[key]
    if (value instanceof Growing) Object.defineProperty(view, key, { get: () => value.list, enumerable: true })
    else if (value !== undefined || Object.hasOwn(values, key)) view[key] = value
  }
  return view
}

/** The whole state. */
export function wholeView(values: Values): Readonly<Record<string, unknown>> {
  return Object.freeze(viewOf(values, Object.keys(values)))
}

/** As plain data. */
export function plainValues(values: Values): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plainValue(value)]))
}

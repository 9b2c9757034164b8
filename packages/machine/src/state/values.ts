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
    if (!Object.hasOwn(values, key)) continue
    const value = values[key]
    if (value instanceof Growing) Object.defineProperty(view, key, { get: () => value.list, enumerable: true })
    else view[key] = value
  }
  return view
}

/** The whole state, frozen: the values themselves, unless a list among them grows. */
export function wholeView(values: Values): Readonly<Record<string, unknown>> {
  return Object.freeze(isPlain(values) ? values : viewOf(values, Object.keys(values)))
}

/** As plain data. */
export function plainValues(values: Values): Readonly<Record<string, unknown>> {
  if (isPlain(values)) return values
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plainValue(value)]))
}

function isPlain(values: Values): boolean {
  for (const key in values) if (values[key] instanceof Growing) return false
  return true
}

// What a span may carry: text, numbers, truth values, and lists of one of these.

import { messageOf } from '../execute/failure.ts'
import { toPlainData } from './plain-data.ts'

type AttributeValue = string | number | boolean | string[] | number[] | boolean[]

/** What is defined of these facts, as attributes whose names begin with a prefix; anything else than a value as JSON. */
export function toAttributes(facts: Readonly<Record<string, unknown>>, prefix = ''): Record<string, AttributeValue> {
  const defined = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(defined.map(([name, value]) => [prefix + name, toAttribute(value)]))
}

function toAttribute(value: unknown): AttributeValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value) && isUniform(value)) return value
  const plain = toPlainData(value)
  return typeof plain === 'string' ? plain : JSON.stringify(plain)
}

function isUniform(values: readonly unknown[]): values is string[] | number[] | boolean[] {
  const type = typeof values[0]
  return ['string', 'number', 'boolean'].includes(type) && values.every((value) => typeof value === type)
}

/** Anything can be thrown; a span takes errors and text. */
export function toException(thrown: unknown): Error | string {
  return thrown instanceof Error ? thrown : messageOf(thrown)
}

// Whether a value has items to go through.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { fanOutIssue } from '../fan-out/fan-out-issues.ts'

/** A text is one value, not many. @throws {run/not-iterable} */
export function assertItems(name: string, value: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (hasItems(value)) return value
  throw new ThroughlineError([fanOutIssue('run/not-iterable', { name, found: describe(value) })])
}

function hasItems(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return 'a text'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

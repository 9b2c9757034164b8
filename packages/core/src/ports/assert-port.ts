// Whether an object is a source or a sink, for those whom no compiler told.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { portIssue } from './port-issues.ts'
import type { Sink } from './sink.ts'
import type { Source } from './source.ts'

/** @throws {modifier/not-a-source} */
export function assertSource(given: unknown): Source<unknown> {
  const missing = missingIn(given, ['read', 'describe'])
  if (missing !== undefined) throw new ThroughlineError([portIssue('modifier/not-a-source', { found: missing })])
  return given as Source<unknown>
}

/** @throws {modifier/not-a-sink} */
export function assertSink(given: unknown): Sink<unknown> {
  const missing = missingIn(given, ['write', 'describe'])
  if (missing !== undefined) throw new ThroughlineError([portIssue('modifier/not-a-sink', { found: missing })])
  return given as Sink<unknown>
}

/** What was given instead, in words; `undefined` when every method is there. */
function missingIn(given: unknown, methods: readonly string[]): string | undefined {
  if (given === null || given === undefined) return String(given)
  if (typeof given !== 'object') return `a ${typeof given}`
  const missing = methods.filter((method) => typeof (given as Record<string, unknown>)[method] !== 'function')
  return missing.length > 0 ? `an object without ${missing.join(' and ')}` : undefined
}

// A check: a named question about a value.

import { ThroughlineError } from '../errors/throughline-error.ts'
import { checkIssue } from './check-issues.ts'
import { isSchema, schemaTest, type InputOfSchema, type Reading, type StandardSchema } from './schema.ts'
import { show } from './show.ts'

/** `error` fails the node; `warn` is only told to the hooks. */
export type CheckSeverity = 'warn' | 'error'

/** True when the value is fine; else a sentence that says what was found, or just false. */
export type CheckAnswer = boolean | string

/** Takes what a check has measured, passed or not: told to the hooks as the `facts` of the check. */
export type ReportFacts = (facts: Readonly<Record<string, unknown>>) => void

/** A named question about a value. `test` answers true, or a sentence that says what was found instead. */
export interface Check<in T> {
  readonly name: string
  readonly test: (value: T, report?: ReportFacts) => CheckAnswer | Promise<CheckAnswer>
}

/**
 * A check of your own: a name, and a test or a schema.
 *
 * @throws {modifier/not-a-check} when it is neither
 * @example
 * import { check } from 'throughline/checks'
 * check('even', (count: number) => count % 2 === 0).test(4) // => true
 */
export function check<Schema extends StandardSchema<any, any>>(
  name: string,
  schema: Schema,
): Check<Reading<InputOfSchema<Schema>>>
export function check<T>(name: string, test: Check<T>['test']): Check<T>
export function check(name: string, test: Check<unknown>['test'] | StandardSchema): Check<unknown> {
  return isSchema(test) ? { ...toCheck(test), name } : toCheck({ name, test })
}

/** @throws {modifier/not-a-check} when it is neither a check nor a schema */
export function toCheck(given: Check<never> | StandardSchema<any, any>): Check<unknown> {
  if (isSchema(given)) return { name: `${given['~standard'].vendor} schema`, test: schemaTest(given) }
  const { name, test } = Object(given) as Partial<Check<unknown>>
  if (typeof name === 'string' && typeof test === 'function') return given as Check<unknown>
  throw new ThroughlineError([checkIssue('modifier/not-a-check', { found: show(given) })])
}

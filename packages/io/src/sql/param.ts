// A dependency whose value is bound as a parameter of a statement.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

declare const PARAM: unique symbol
const MARK = Symbol.for('throughline.sql-parameter.1')

/** Stands in a statement for the value of a node or input. */
export interface Param<Name extends string> {
  readonly [PARAM]: Name
}

/**
 * The value of this node or input, bound as a parameter: whatever is in it, it is a value and never SQL.
 *
 * @throws {io/sql-hole} when it is not a name
 * @example
 * export const late = sql`select * from ${from('flights')} where delay > ${param('threshold')}`
 */
export function param<const Name extends string>(name: Name): Param<Name> {
  if (typeof name !== 'string' || name === '') {
    throw new ThroughlineError([ioIssue('io/sql-hole', { found: 'param without the name of a node or input' })])
  }
  return Object.freeze({ [MARK]: name }) as unknown as Param<Name>
}

/** @returns the name of the dependency, if it is one */
export function parameterName(value: unknown): string | undefined {
  const isMarked = typeof value === 'object' && value !== null && Object.hasOwn(value, MARK)
  return isMarked ? (value as { readonly [MARK]: string })[MARK] : undefined
}

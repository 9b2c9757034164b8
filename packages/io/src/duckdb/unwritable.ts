// The error of a value that DuckDB cannot hold.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

/** @param row counted from 0 */
export function unwritable(column: string, row: number, found: string, hint: string): ThroughlineError {
  const facts = { name: 'DuckDB', type: 'a table', place: { row: row + 1, column }, found, hint }
  return new ThroughlineError([ioIssue('io/unwritable-value', facts)])
}

// Which table it is, for messages; and what went wrong with it.

import { isThroughlineError, ThroughlineError } from 'throughline'
import { ioIssue, type DataPlace } from '../issues.ts'

/** A table or a query, as a user knows it. */
export interface Subject {
  /** `orders in sales.db`; never a password. */
  readonly name: string
  /** `a SQLite table`. */
  readonly type: string
}

export function unwritableRow(
  { name, type }: Subject,
  place: DataPlace,
  found: string,
  hint: string,
): ThroughlineError {
  return new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place, found, hint })])
}

/** The error of something that a database says. */
export function refused(name: string, cause: unknown): ThroughlineError {
  if (isThroughlineError(cause)) return cause
  return new ThroughlineError([ioIssue('io/database', { name, reason: reasonOf(cause) })], { cause })
}

/** The first line of what was thrown. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return text.trim().split('\n', 1)[0]!.replace(/\.$/, '')
}

/** The columns that are written must be there. @throws {io/column-mismatch} */
export function assertColumns(table: string, names: readonly string[], existing: readonly string[]): void {
  const lacking = names.filter((name) => !existing.includes(name))
  if (lacking.length > 0) throw new ThroughlineError([ioIssue('io/column-mismatch', { table, lacking, existing })])
}

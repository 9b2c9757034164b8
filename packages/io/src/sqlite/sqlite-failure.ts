// What SQLite says, as issues.

import { isThroughlineError, ThroughlineError } from 'throughline'
import { reasonOf, refused } from '../databases/subject.ts'
import { ioIssue } from '../issues.ts'

const BUSY = 5
const LOCKED = 6
const CONSTRAINT = 19

/** The primary code of SQLite's own error. */
function codeOf(cause: unknown): number | undefined {
  const { errcode } = (cause ?? {}) as { readonly errcode?: number }
  return typeof errcode === 'number' ? errcode & 0xff : undefined
}

/** Also of values that cannot be bound. */
function isOfSqlite(cause: unknown): boolean {
  const { code, errcode } = (cause ?? {}) as { readonly code?: unknown; readonly errcode?: unknown }
  return errcode !== undefined || (typeof code === 'string' && code.startsWith('ERR_'))
}

export function isBusy(cause: unknown): boolean {
  const code = codeOf(cause)
  return code === BUSY || code === LOCKED
}

export function isConstraint(cause: unknown): boolean {
  return codeOf(cause) === CONSTRAINT
}

export interface FailureFacts {
  readonly path: string
  readonly name: string
  readonly table?: string
  /** Counted from 1. */
  readonly row?: number
  readonly waitedMs?: number
}

/** What is no error of SQLite stays what it is. */
export function sqliteFailure(cause: unknown, { path, name, table, row, waitedMs = 0 }: FailureFacts): unknown {
  if (isThroughlineError(cause) || !isOfSqlite(cause)) return cause
  const reason = reasonOf(cause)
  const because = { cause }
  if (isBusy(cause)) return new ThroughlineError([ioIssue('io/locked', { name, waitedMs, reason })], because)
  if (isConstraint(cause) && table !== undefined) {
    const constraint = /constraint failed: (.+)$/.exec(reason)?.[1]
    return new ThroughlineError([ioIssue('io/constraint', { table, constraint, row, reason })], because)
  }
  if (reason.startsWith('ON CONFLICT clause does not match') && table !== undefined)
    return new ThroughlineError([ioIssue('io/no-key', { table })], because)
  const missing = /^no such table: (.+)$/.exec(reason)?.[1]
  if (missing !== undefined)
    return new ThroughlineError([ioIssue('io/no-table', { name: path, table: missing })], because)
  return refused(name, cause)
}

// What PostgreSQL says, as issues. Its details are left out: they may quote values.

import { isThroughlineError, ThroughlineError } from 'throughline'
import { reasonOf, refused, unwritableRow, type Subject } from '../databases/subject.ts'
import { ioIssue } from '../issues.ts'

interface ServerError {
  readonly code?: unknown
  readonly severity?: unknown
  readonly constraint?: string
  readonly column?: string
  readonly where?: string
}

export interface PostgresSubject extends Subject {
  /** The database and its host. */
  readonly place: string
  readonly table?: string
}

/** What is no error of the server or of its connection stays what it is. */
export function postgresFailure(cause: unknown, subject: PostgresSubject): unknown {
  if (isThroughlineError(cause)) return cause
  const { code, constraint, column, where, severity } = (cause ?? {}) as ServerError
  if (typeof code !== 'string' || (severity === undefined && !isOfConnection(code))) {
    const isEnded = cause instanceof Error && cause.message.startsWith('Connection terminated')
    return isEnded ? refused(subject.name, cause) : cause
  }
  const because = { cause }
  const reason = reasonOf(cause)
  const copied = /^COPY [^\n]*?, line (\d+)(?:, column ([^\n]*?)(?::|$))?/.exec(where ?? '')
  const row = copied ? Number(copied[1]) : undefined
  const table = subject.table ?? subject.name
  if (code.startsWith('23') || code === '21000') {
    const name = constraint ?? (code === '23502' && column !== undefined ? `not null of ${column}` : undefined)
    return new ThroughlineError([ioIssue('io/constraint', { table, constraint: name, row, reason })], because)
  }
  if (code === '42P10') return new ThroughlineError([ioIssue('io/no-key', { table })], because)
  if (code === '42P01') {
    const missing = /relation "(.+)" does not exist/.exec(reason)?.[1] ?? table
    return new ThroughlineError([ioIssue('io/no-table', { name: subject.place, table: missing })], because)
  }
  if (code === '55P03') {
    return new ThroughlineError([ioIssue('io/locked', { name: subject.name, waitedMs: 0, reason })], because)
  }
  if (code.startsWith('22') && row !== undefined) {
    // It quotes the value.
    const found = reason.replace(/: ".*$/, '').replace(/^value ".*" is/, 'the value is')
    const hint = 'write a value of the type that the column has in the database.'
    return unwritableRow(subject, { row, column: copied?.[2] }, found, hint)
  }
  return refused(subject.name, cause)
}

function isOfConnection(code: string): boolean {
  return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED'].includes(code)
}

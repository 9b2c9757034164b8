// What DuckDB says, as issues.

import { isThroughlineError, ThroughlineError } from 'throughline'
import { refused } from '../databases/subject.ts'
import { ioIssue } from '../issues.ts'

export interface DuckdbFailureFacts {
  readonly name: string
  readonly table?: string
}

/** `Constraint Error: ...`, as all errors of DuckDB begin. */
const KIND = /^([A-Z]\w*(?: [A-Z]\w*)* Error|Error): /i

/** What is no error of DuckDB stays what it is. */
export function duckdbFailure(cause: unknown, { name, table }: DuckdbFailureFacts): unknown {
  if (isThroughlineError(cause) || !(cause instanceof Error)) return cause
  const kind = KIND.exec(cause.message)?.[1]
  if (kind === undefined) return cause
  const [line] = cause.message.slice(kind.length + 2).split('\n', 1)
  const reason = line!.replace(/\.$/, '')
  if (kind === 'Constraint Error' && table !== undefined) {
    const constraint = /violates (.+?) constraint/.exec(reason)?.[1] ?? /constraint failed: (.+)/.exec(reason)?.[1]
    return new ThroughlineError([ioIssue('io/constraint', { table, constraint, reason })], { cause })
  }
  if (/conflict target.*not referenced by a UNIQUE/i.test(reason) && table !== undefined)
    return new ThroughlineError([ioIssue('io/no-key', { table })], { cause })
  const missing = /^Table with name (.+) does not exist/.exec(reason)?.[1]
  if (missing !== undefined) return new ThroughlineError([ioIssue('io/no-table', { name, table: missing })], { cause })
  return refused(name, new Error(reason, { cause }))
}

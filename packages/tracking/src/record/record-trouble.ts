// What an error of a database means for a record, in words for a user.

import { isThroughlineError, ThroughlineError, type Issue } from 'throughline'
import { failureIssue, failureOf, ForeignTables, NewerTables } from '@throughline/store/tables'
import { recordIssue } from './record-issues.ts'
import type { RecordPlace } from './record-url.ts'

/**
 * @param waitedMs how long a locked file was waited for
 * @returns an error for a user; what is a mistake in the program comes back as it is
 */
export function toRecordError(error: unknown, place: RecordPlace, waitedMs: number): unknown {
  if (isThroughlineError(error)) return error
  const issue = issueOf(error, place, waitedMs)
  return issue ? new ThroughlineError([issue], { cause: error }) : error
}

function issueOf(error: unknown, place: RecordPlace, waitedMs: number): Issue | undefined {
  const url = place.shown
  if (error instanceof NewerTables) return recordIssue('record/newer', { url, found: error.found, known: error.known })
  if (error instanceof ForeignTables) return recordIssue('record/not-a-record', { url })
  return place.kind === 'sqlite' ? fileIssue(error, place, waitedMs) : serverIssue(error, url)
}

function fileIssue(
  error: unknown,
  place: Extract<RecordPlace, { readonly kind: 'sqlite' }>,
  waitedMs: number,
): Issue | undefined {
  const { shown: url, path } = place
  const failure = failureOf(error)
  if (failure === undefined) return undefined
  if (isNoDatabase(error)) return recordIssue('record/not-a-record', { url })
  if (failure === 'damaged') return recordIssue('record/damaged', { url, reason: reasonOf(error) })
  return { ...failureIssue(error, { path, readable: false, waitedMs }), severity: 'error' }
}

/** SQLite: file is not a database. */
function isNoDatabase(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 26
}

/** Classes of PostgreSQL's error codes that say that nobody could log in. */
const noLogin = /^(08|28|3D|57P|53300)/

function serverIssue(error: unknown, url: string): Issue | undefined {
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] }
  const reason = reasonOf(errors?.[0] ?? error)
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code)) {
    // A wrong statement is a mistake in the program.
    if (/^(42(?!501)|22|23)/.test(code)) return undefined
    return recordIssue(noLogin.test(code) ? 'record/unreachable' : 'record/refused', { url, reason })
  }
  if (typeof code === 'string' || /connect|terminat|timeout|password|SSL/i.test(reason))
    return recordIssue('record/unreachable', { url, reason })
  return undefined
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

// What went wrong, as problem details (RFC 9457). A failure of the server itself is told to nobody outside.

import { isThroughlineError, ThroughlineError, type Issue } from 'throughline'
import type { ApiProblem } from '../api/index.ts'
import { serverIssue } from '../issues.ts'
import { toIssueRecord } from './issue-record.ts'
import { toJsonText } from './json-text.ts'

/** What whoever asks can do something about, with the status that says so. */
const STATUS: Readonly<Record<string, number>> = {
  'server/bad-request': 400,
  'server/bad-search': 400,
  'server/not-json': 415,
  'server/not-signed-in': 401,
  'server/wrong-token': 401,
  'server/other-host': 421,
  'server/other-origin': 403,
  'server/no-such-address': 404,
  'server/unknown-run': 404,
  'server/unknown-step': 404,
  'server/unknown-flow': 404,
  'server/unknown-node': 404,
  'server/unknown-machine': 404,
  'server/unknown-application': 404,
  'server/unknown-application-step': 404,
  'server/unknown-version': 404,
  'server/no-earlier-run': 404,
  'server/unknown-blob': 404,
  'server/too-large': 413,
  'server/too-many-streams': 503,
  'server/closing': 503,
  'server/no-pages': 503,
}

/** Thrown by what answers a request: the status, when it is not that of its first issue. */
export class Refusal extends ThroughlineError {
  readonly status: number | undefined

  constructor(issues: readonly Issue[], status?: number) {
    super(issues)
    this.status = status
  }
}

export function refuse(...issue: Parameters<typeof serverIssue>): never {
  throw new Refusal([serverIssue(...issue)])
}

/**
 * @returns undefined for a failure of the server
 */
export function toProblem(error: unknown): ApiProblem | undefined {
  if (!isThroughlineError(error)) return undefined
  const [first] = error.issues
  const status = (error as { readonly status?: number }).status ?? (first && STATUS[first.code])
  if (!first || status === undefined) return undefined
  return problemWith(status, error.issues)
}

function problemWith(status: number, issues: readonly Issue[]): ApiProblem {
  const [first] = issues
  return {
    type: first ? `urn:throughline:${first.code}` : 'about:blank',
    title: first?.title ?? 'The server could not do this.',
    status,
    issues: issues.map(toIssueRecord),
  }
}

export function failure(): ApiProblem {
  return problemWith(500, [serverIssue('server/failed', {})])
}

export function problemResponse(problem: ApiProblem): Response {
  return new Response(toJsonText(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
  })
}

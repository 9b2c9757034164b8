// What went wrong, as problem details (RFC 9457). What a server keeps to itself is not in it.

import { isThroughlineError, type Issue } from 'throughline'
import { httpIssue } from './catalogue.ts'
import { toJsonText } from './to-json-text.ts'

/** What a client can do something about, with the status that says so. Everything else is a failure of the server. */
const STATUS: Readonly<Record<string, number>> = {
  'http/not-found': 404,
  'http/no-application': 404,
  'http/method-not-allowed': 405,
  'http/refused': 403,
  'http/edits-refused': 403,
  'http/not-json': 415,
  'http/bad-json': 400,
  'http/body-too-large': 413,
  'http/bad-request': 422,
  'http/held': 423,
  'http/failed': 500,
  'http/closed': 503,
  'machine/unknown-action': 422,
  'app/unknown-input': 422,
  'app/missing-input': 422,
  'app/bad-input': 422,
  'app/bad-payload': 422,
  'app/bad-id': 422,
  'app/no-such-step': 404,
  'app/not-suspended': 409,
  'app/expired': 409,
  'app/conflict': 409,
  'app/cancelled': 409,
  'app/exists': 409,
}

/** Hints are for whoever writes the program; of these codes they are for whoever asks. */
const HINTED = /^http\//

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** Of every issue. */
  readonly code: string
  readonly issues: readonly { readonly code: string; readonly title: string; readonly details?: readonly string[] }[]
}

/** @returns undefined for a failure of the server, which nobody outside is told */
export function problemOf(error: unknown): Problem | undefined {
  if (!isThroughlineError(error)) return undefined
  const issues = error.issues.map(forClients)
  const [first] = issues
  if (!first || issues.some(({ code }) => !Object.hasOwn(STATUS, code))) return undefined
  const lines = [...first.details, ...(HINTED.test(first.code) ? first.hints : [])]
  return {
    type: `urn:throughline:${first.code}`,
    title: first.title,
    status: STATUS[first.code]!,
    ...(lines.length > 0 && { detail: lines.join('; ') }),
    code: first.code,
    issues: issues.map(({ code, title, details }) => ({ code, title, ...(details.length > 0 && { details }) })),
  }
}

/** Where applications are kept, and by which process they are held, is not said. */
function forClients(issue: Issue): Issue {
  const facts = issue.facts as { readonly app?: string }
  const app = String(facts.app)
  if (issue.code === 'app/held') return httpIssue('http/held', { app })
  if (issue.code === 'app/unknown' || issue.code === 'app/other-machine')
    return httpIssue('http/no-application', { app })
  if (issue.code === 'app/exists') return { ...issue, title: `There is an application "${app}" already.`, hints: [] }
  return issue
}

export function failure(): Problem {
  const { code, title } = httpIssue('http/failed', {})
  return { type: `urn:throughline:${code}`, title, status: 500, code, issues: [{ code, title }] }
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(toJsonText(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

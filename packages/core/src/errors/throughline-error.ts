// What is thrown: every issue found, in one error. Recognised by a brand, so duplicate packages do no harm.

import type { Issue } from './issue.ts'
import { renderIssue } from './render-issue.ts'

const BRAND = Symbol.for('throughline.error')

/** One or more issues. `message` is their text; `code` is that of the first. */
export class ThroughlineError extends Error {
  readonly code: string
  declare readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[], options: { cause?: unknown } = {}) {
    super(issues.map((issue) => renderIssue(issue)).join('\n\n'), options)
    this.name = 'ThroughlineError'
    this.code = issues[0]?.code ?? ''
    // Not enumerable: the message says it all, and consoles print what is enumerable.
    Object.defineProperties(this, { issues: { value: issues }, [BRAND]: { value: true } })
  }
}

/** @throws {ThroughlineError} with these issues, if there are any */
export function throwIfAny(issues: readonly Issue[], options?: { cause?: unknown }): void {
  if (issues.length > 0) throw new ThroughlineError(issues, options)
}

/** True for an error of Throughline, from whichever copy of the package. */
export function isThroughlineError(error: unknown): error is ThroughlineError {
  return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[BRAND] === true
}

/** True when the error carries an issue of this code, as in `hasIssue(error, 'graph/missing-input')`. */
export function hasIssue(error: unknown, code: string): error is ThroughlineError {
  return isThroughlineError(error) && error.issues.some((issue) => issue.code === code)
}

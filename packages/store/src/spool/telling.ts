// What a writer tells its user: each thing once.

import { isThroughlineError, type Issue } from 'throughline'
import type { OnTrouble } from '../trouble/health.ts'
import { spoolIssue } from './spool-issues.ts'

/** Tells each code at most once. A listener that throws is not heard again. */
export class Telling {
  readonly #told = new Set<string>()
  readonly #onTrouble: OnTrouble

  constructor(onTrouble: OnTrouble) {
    this.#onTrouble = onTrouble
  }

  tell(issue: Issue): void {
    if (this.#told.has(issue.code)) return
    this.#told.add(issue.code)
    try {
      this.#onTrouble(issue)
    } catch {
      // What runs is not to fail because somebody could not be told.
    }
  }

  /** Something could not be written. */
  failed(path: string, error: unknown, waitingBytes: number): void {
    this.tell(spoolIssue('spool/not-recorded', { path, reason: reasonOf(error), waitingBytes }))
  }
}

/** The words of the system, where there are any. */
function reasonOf(error: unknown): string {
  const issue = isThroughlineError(error) ? error.issues[0] : undefined
  if (issue) return typeof issue.facts['reason'] === 'string' ? issue.facts['reason'] : issue.title
  return error instanceof Error ? error.message : String(error)
}

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
    const told = isThroughlineError(error) ? error.issues[0]!.title : undefined
    const reason = told ?? (error instanceof Error ? error.message : String(error))
    this.tell(spoolIssue('spool/not-recorded', { path, reason, waitingBytes }))
  }
}

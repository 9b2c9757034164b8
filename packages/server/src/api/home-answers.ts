// What home shows.

import type { DayActivity, ProjectActivity, RunSummary } from '@throughline/tracking/queries'
import type { Definitions } from './definition-answers.ts'

export type { DayActivity, ProjectActivity }

/** `GET /api/home` */
export interface Home {
  /** Of the configuration that the server was started for; absent when it shows a record without a project. */
  readonly project?: { readonly name: string; readonly directory: string }
  readonly definitions?: Definitions
  /** Every project that the record knows. */
  readonly projects: readonly ProjectActivity[]
  /** Newest first; at most 20. */
  readonly running: readonly RunSummary[]
  /** Failed or abandoned in the last seven days, newest first; at most 20. */
  readonly failed: readonly RunSummary[]
  /** The latest runs; at most 20. */
  readonly latest: readonly RunSummary[]
  /** Of the last 30 days, the oldest first; days without runs are there with zeros. */
  readonly activity: readonly DayActivity[]
}

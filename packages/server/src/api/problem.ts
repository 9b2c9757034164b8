// What is said when something is wrong: RFC 9457, with the issues behind it.

import type { IssueRecord } from './issue-record.ts'

export interface ApiProblem {
  /** Address of the page of the first issue; `about:blank` without one. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly issues: readonly IssueRecord[]
}

export type { IssueRecord }

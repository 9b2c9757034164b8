// Issues as the pages get them.

import { renderIssue, type Issue } from 'throughline'
import type { IssueRecord } from '../api/index.ts'

export function toIssueRecord(issue: Issue): IssueRecord {
  const { code, severity, hints } = issue
  return { code, severity, text: renderIssue(issue), hints }
}

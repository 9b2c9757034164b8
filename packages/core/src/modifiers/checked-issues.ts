// The issues of values that are checked.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'check/failed': ({
    node,
    failed,
  }: {
    node: string
    failed: readonly { check: string; found: string }[]
  }): IssueText => ({
    title:
      failed.length === 1
        ? `The value of "${node}" did not pass ${failed[0]!.check}.`
        : `The value of "${node}" did not pass ${failed.length} checks.`,
    details: failed.map(({ check, found }) => `${check}: ${found}`),
    hints: [`to be told without failing, check with  { severity: 'warn' }`],
  }),

  'check/threw': ({ node, check, message }: { node: string; check: string; message: string }): IssueText => ({
    title: `The check ${check} of "${node}" threw: ${message}`,
    hints: ['a check answers true, or says what it found; correct the check'],
  }),
}

/** Makes an issue of a checked value. */
export const checkedIssue: IssueFactory<typeof templates> = defineIssues(templates)

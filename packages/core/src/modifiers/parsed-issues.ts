// The issues of values that are parsed.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'modifier/not-a-schema': ({ found }: { found: string }): IssueText => ({
    title: `parsed needs a schema; it was given ${found}.`,
    hints: ['any library that follows the Standard Schema specification makes them: zod, valibot, arktype'],
  }),

  'check/not-parsed': ({
    node,
    found,
  }: {
    node: string
    found: readonly string[]
    findings: readonly object[]
  }): IssueText => ({
    title: `The value of "${node}" does not fit its schema.`,
    details: found.length <= 10 ? found : [...found.slice(0, 9), `and ${found.length - 9} more`],
  }),
}

/** Makes an issue of a parsed value. */
export const parsedIssue: IssueFactory<typeof templates> = defineIssues(templates)

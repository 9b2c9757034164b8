// The issue of what is no check.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'modifier/not-a-check': ({ found }: { found: string }): IssueText => ({
    title: `checked needs checks and schemas; it was given ${found}.`,
    hints: ['make one of your own with  check(name, test)  of throughline/checks'],
  }),
}

/** Makes an issue of a check. */
export const checkIssue: IssueFactory<typeof templates> = defineIssues(templates)

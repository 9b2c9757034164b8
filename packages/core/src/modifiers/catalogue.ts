// The issue that every modifier can have. The others are with those who find them, so that a bundle has only the texts that
// it can show.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'modifier/not-a-function': ({ modifier, found }: { modifier: string; found: string }): IssueText => ({
    title: `${modifier} needs a function of one node; it was given ${found}.`,
    hints: [`give it the function itself:  ${modifier}(({ a, b }) => ..., ...)`],
  }),
}

/** Makes an issue of a modifier. */
export const modifierIssue: IssueFactory<typeof templates> = defineIssues(templates)

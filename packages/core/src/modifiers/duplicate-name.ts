// The issue of two nodes that a modifier would give one name.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const CURES = {
  parameterize: 'let the naming function use every value that differs between the cases',
  pipe: 'give every step a name of its own; "raw" is the name of what goes in',
  saved: `give the second one a name of its own:  saved(saved(fn, a), b, { as: 'archive' })`,
}

const templates = {
  'modifier/duplicate-name': ({ modifier, node }: { modifier: keyof typeof CURES; node: string }): IssueText => ({
    title: `${modifier} gives the name "${node}" to two nodes.`,
    hints: [CURES[modifier]],
  }),
}

/** Makes an issue of a name. */
export const nameIssue: IssueFactory<typeof templates> = defineIssues(templates)

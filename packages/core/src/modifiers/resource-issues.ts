// The issues of resources.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'

const templates = {
  'graph/resource-as-output': ({ node }: { node: string }): IssueText => ({
    title: `"${node}" is a resource: it is disposed when the run ends, so it cannot be an output.`,
    hints: ['ask for a node that reads it'],
  }),

  'run/dispose-failed': ({ node, message }: { node: string; message: string }): IssueText => ({
    title: `The resource "${node}" could not be disposed: ${message}`,
    hints: ['if its failure does no harm, catch the error in  dispose'],
  }),
}

/** Makes an issue of a resource. */
export const resourceIssue: IssueFactory<typeof templates> = defineIssues(templates)

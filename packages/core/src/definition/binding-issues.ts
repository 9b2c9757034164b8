// The issue of bound names. Apart from the catalogue of flows: only modifiers that bind bring it.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { didYouMean } from '../errors/nearest.ts'

const templates = {
  'graph/unknown-dependency': ({
    node,
    name,
    known,
  }: {
    node: string
    name: string
    known: readonly string[]
  }): IssueText => ({
    title: `"${node}" binds "${name}", which its function does not read.`,
    hints: didYouMean(name, known, 'names that it reads'),
  }),
}

export const bindingIssue: IssueFactory<typeof templates> = defineIssues(templates)

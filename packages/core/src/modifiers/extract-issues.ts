// The issue of fields that are not there.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { didYouMean } from '../errors/nearest.ts'

const templates = {
  'run/missing-field': ({
    field,
    found,
    known,
  }: {
    field: string
    known: readonly string[]
    found: string
  }): IssueText => ({
    title: `The value has no field "${field}" to extract: it is ${found}.`,
    hints: known.length > 0 ? didYouMean(field, known, 'its fields') : [],
  }),
}

/** Makes an issue of a field. */
export const extractIssue: IssueFactory<typeof templates> = defineIssues(templates)

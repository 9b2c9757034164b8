// The issues of modifiers. Apart from the catalogue of flows, so that a bundle has only the texts that it can show.

import { defineIssues, type IssueFactory, type IssueTemplate } from '../errors/issue.ts'
import { didYouMean } from '../errors/nearest.ts'

const templates = {
  'run/missing-field': {
    title: ({ field, found }) => `The value has no field "${field}" to extract: it is ${found}.`,
    hints: ({ field, known }) => didYouMean(field, known, 'its fields'),
  } as IssueTemplate<{ field: string; known: readonly string[]; found: string }>,

  'check/failed': {
    title: ({ node, failed }) =>
      failed.length === 1
        ? `The value of "${node}" did not pass ${failed[0]!.check}.`
        : `The value of "${node}" did not pass ${failed.length} checks.`,
    details: ({ failed }) => failed.map(({ check, found }) => `${check}: ${found}`),
    hints: () => [`to be told without failing, check with  { severity: 'warn' }`],
  } as IssueTemplate<{ node: string; failed: readonly { check: string; found: string }[] }>,

  'modifier/not-a-function': {
    title: ({ modifier, found }) => `${modifier} needs a function of one node; it was given ${found}.`,
    hints: ({ modifier }) => [`give it the function itself:  ${modifier}(({ a, b }) => ..., ...)`],
  } as IssueTemplate<{ modifier: string; found: string }>,

  'modifier/not-callable': {
    title: ({ modifier, values }) =>
      `A node made by ${modifier} has ${values.length} implementations and cannot be called directly.`,
    hints: () => ['in a test, call the implementations themselves'],
  } as IssueTemplate<{ modifier: string; values: readonly string[] }>,

  'modifier/duplicate-name': {
    title: ({ modifier, node }) => `${modifier} gives the name "${node}" to two nodes.`,
    hints: () => ['let the naming function use every value that differs between the cases'],
  } as IssueTemplate<{ modifier: string; node: string }>,
}

/** Makes an issue of a modifier. */
export const modifierIssue: IssueFactory<typeof templates> = defineIssues(templates)

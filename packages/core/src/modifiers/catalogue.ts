// The issues of modifiers. Apart from the catalogue of flows, so that a bundle has only the texts that it can show.

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

  'modifier/not-a-function': ({ modifier, found }: { modifier: string; found: string }): IssueText => ({
    title: `${modifier} needs a function of one node; it was given ${found}.`,
    hints: [`give it the function itself:  ${modifier}(({ a, b }) => ..., ...)`],
  }),

  'modifier/not-callable': ({ modifier, values }: { modifier: string; values: readonly string[] }): IssueText => ({
    title: `A node made by ${modifier} has ${values.length} implementations and cannot be called directly.`,
    hints: ['in a test, call the implementations themselves'],
  }),

  'modifier/duplicate-name': ({ modifier, node }: { modifier: string; node: string }): IssueText => ({
    title: `${modifier} gives the name "${node}" to two nodes.`,
    hints: ['let the naming function use every value that differs between the cases'],
  }),
}

/** Makes an issue of a modifier. */
export const modifierIssue: IssueFactory<typeof templates> = defineIssues(templates)

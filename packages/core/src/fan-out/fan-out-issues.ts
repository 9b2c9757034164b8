// What can be wrong with items and streams at run time.

import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { listed } from '../errors/nearest.ts'

const templates = {
  'run/not-iterable': ({ name, found }: { name: string; found: string }): IssueText => ({
    title: `"${name}" gives ${found}, which has no items to go through.`,
    hints: ['give an array, or anything else that can be iterated'],
  }),

  'run/uneven-items': ({
    ended,
    goesOn,
    count,
  }: {
    ended: readonly string[]
    goesOn: readonly string[]
    /** How many items there were of each. */
    count: number
  }): IssueText => ({
    title: `Items that go side by side have to end together: ${listed(ended)} ended after ${count}, ${listed(goesOn)} did not.`,
    hints: ['for every combination, put one  each  into another'],
  }),

  'run/duplicate-key': ({ key, first, second }: { key: string; first: number; second: number }): IssueText => ({
    title: `Two items have the key "${key}": those at ${first} and ${second}.`,
    hints: ['let the key use what differs between the items, or leave it out'],
  }),

  'run/stream-closed': ({ node, reason }: { node: string; reason: 'ended' | 'let-go' }): IssueText => ({
    title:
      reason === 'ended'
        ? `The stream "${node}" is closed: its run has ended.`
        : `The beginning of the stream "${node}" is gone: each of its readers can go through it once.`,
    hints: ['for an array, wrap its function:  gathered(fn)'],
  }),
}

export const fanOutIssue: IssueFactory<typeof templates> = defineIssues(templates)

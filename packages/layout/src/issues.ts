// Every issue of this room: graphs that cannot be laid out. Each code has a page.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'
import { didYouMean } from 'throughline/insides'

const templates = {
  'layout/bad-option': ({ name, given, expected }: { name: string; given: string; expected: string }): IssueText => ({
    title: `The option "${name}" is ${given}.`,
    details: [`expected: ${expected}`],
  }),
  'layout/bad-size': ({ what, given }: { what: string; given: string }): IssueText => ({
    title: `The size of ${what} cannot be drawn: ${given}.`,
    hints: ['width and height are finite numbers, zero or more'],
  }),
  'layout/doubled-id': ({ id }: { id: string }): IssueText => ({
    title: `Two nodes have the id "${id}".`,
    hints: ['an edge names its ends by their ids: give each node one of its own'],
  }),
  'layout/unknown-node': ({
    id,
    from,
    to,
    known,
  }: {
    id: string
    from: string
    to: string
    known: readonly string[]
  }): IssueText => ({
    title: `The edge from "${from}" to "${to}" has an end that is no node: "${id}".`,
    hints: didYouMean(id, known, 'nodes'),
  }),
}

/** Makes an issue of this room. */
export const layoutIssue: IssueFactory<typeof templates> = defineIssues(templates)

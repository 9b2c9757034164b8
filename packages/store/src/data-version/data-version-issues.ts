// Every issue of data versions and codecs. Each code has a page in the documentation.

import { defineIssues, type IssueFactory, type IssueText } from 'throughline'

const templates = {
  'data/refused': ({
    refused,
    path,
  }: {
    /** What was found, with its article. */ refused: string
    /** Where, as code; empty for the value itself. */ path: string
  }): IssueText => ({
    title: `This value has no data version: ${path === '' ? 'it is' : `at ${path} is`} ${refused}.`,
    details: [
      'Two values of which not everything can be seen cannot be told apart, so a result would not be found again.',
    ],
    hints: [
      'return plain data, a Map, a Set, a Date, typed arrays; make a list of what streams.',
      "or say how its class is read:  { class: Money, name: 'Money', toPlain: (money) => money.toString() }",
    ],
  }),

  'data/fast-hash-not-ready': (_facts: Readonly<Record<string, never>>): IssueText => ({
    title: 'The fast hash was used before it was prepared.',
    hints: ["call  await prepareFastHash()  once, before  algorithm: 'xxh128'."],
  }),

  'data/duplicate-rule': ({ name, what }: { name: string; what: 'name' | 'class' }): IssueText => ({
    title: `Two rules are for the ${what} "${name}".`,
    hints: ['leave one of them; the name of a rule is part of every data version that it makes.'],
  }),
} as const

export const dataIssue: IssueFactory<typeof templates> = defineIssues(templates)

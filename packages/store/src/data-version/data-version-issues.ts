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
    title: 'This value has no data version.',
    details: [
      `found: ${refused}${path === '' ? '' : ` at ${path}`}`,
      'What cannot be seen from outside cannot be told apart, so results made from it could not be found again.',
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

  'data/codec-id': ({ id }: { id: string }): IssueText => ({
    title: `"${id}" cannot be the id of a codec.`,
    details: [
      'expected: a name of letters, digits, ".", "_" and "-", and a whole number as its version; 64 characters in all',
    ],
    hints: ["write  classCodec({ class: Matrix, name: 'acme.matrix', version: 1, encode, decode })"],
  }),

  'data/duplicate-codec': ({ id }: { id: string }): IssueText => ({
    title: `Two codecs have the id "${id}".`,
    details: ['Stored bytes name the codec that reads them.'],
    hints: ['give one of them another name, or the next version.'],
  }),
} as const

export const dataIssue: IssueFactory<typeof templates> = defineIssues(templates)

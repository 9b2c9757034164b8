// The issues of variants. Apart from the catalogue of flows: only modifiers that make variants bring them.

import { propertyName, shown } from '../errors/catalogue.ts'
import { defineIssues, type IssueFactory, type IssueText } from '../errors/issue.ts'
import { didYouMean, listed } from '../errors/nearest.ts'
import type { ConfigValue } from '../flow/node-info.ts'

const templates = {
  'graph/undecided-variant': ({
    node,
    keys,
  }: {
    node: string
    keys: readonly { key: string; values: readonly ConfigValue[] }[]
  }): IssueText => ({
    title: `"${node}" has several implementations, and the configuration does not say which to use.`,
    details: keys.map(({ key, values }) => `${key}: ${values.map(shown).join(' | ')}`),
    hints: [
      `choose with  flow.configure({ ${keys.map(({ key, values }) => `${propertyName(key)}: ${shown(values[0])}`).join(', ')} })`,
    ],
  }),

  'config/key-is-node': ({ key, nodes }: { key: string; nodes: readonly string[] }): IssueText => ({
    title: `"${key}" is a configuration key and a node at once.`,
    details: [`the key chooses: ${listed(nodes)}`],
  }),

  'config/unknown-value': ({
    key,
    given,
    values,
  }: {
    key: string
    given: unknown
    values: readonly ConfigValue[]
  }): IssueText => ({
    title: `"${key}" cannot be ${shown(given)}: no implementation is for it.`,
    hints: didYouMean(String(given), values.map(String), 'values'),
  }),
}

export const variantIssue: IssueFactory<typeof templates> = defineIssues(templates)

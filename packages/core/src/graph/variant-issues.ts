// The issues of variants. Apart from the catalogue of flows: only modifiers that make variants bring them.

import type { Condition, ConditionValue } from '../definition/definition.ts'
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

  'modifier/not-callable': ({ modifier, values }: { modifier: string; values: readonly string[] }): IssueText => ({
    title: `A node made by ${modifier} has ${values.length} implementations and cannot be called directly.`,
    hints: ['in a test, call the implementations themselves'],
  }),

  'modifier/overlapping-conditions': ({
    modifier,
    conditions,
  }: {
    modifier: string
    conditions: readonly Condition[]
  }): IssueText => ({
    title: `Two conditions of ${modifier} can hold at once, and then nothing says which implementation to use.`,
    details: conditions.map(textOfCondition),
    hints: ["let them exclude each other in a key that both name:  when({ region: 'eu', debug: not(true) }, fn)"],
  }),
}

/** As it is written in a program. */
function textOfCondition(condition: Condition): string {
  const textOf = (value: ConditionValue): string =>
    typeof value === 'object' && 'not' in value ? `not(${value.not.map(textOf).join(', ')})` : JSON.stringify(value)
  return `{ ${Object.entries(condition)
    .map(([key, value]) => `${key}: ${textOf(value)}`)
    .join(', ')} }`
}

/** Makes an issue of variants. */
export const variantIssue: IssueFactory<typeof templates> = defineIssues(templates)

// Which implementation of a node holds under a configuration. Only modifiers that make variants bring these rules.

import type { Condition, ConditionValue, NodeDefinition } from '../definition/definition.ts'
import type { NamedDefinition } from '../definition/expand-module.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import type { Issue, SourceReference } from '../errors/issue.ts'
import type { ConfigInfo, ConfigValue, DependencyInfo } from '../flow/node-info.ts'
import { dependenciesOf } from './dependencies-of.ts'
import type { LinkedNode, Undecided } from './graph.ts'
import { variantIssue } from './variant-issues.ts'

/** One spec; or several that are still possible, and what would decide; or no node at all. */
export type Decision =
  | { readonly spec: NodeSpec }
  | {
      readonly specs: readonly NodeSpec[]
      readonly undecided: Undecided
      readonly dependencies: readonly DependencyInfo[]
    }
  | 'absent'

/** How variants are chosen; a definition that has any carries them. */
export interface VariantRules {
  readonly decide: (definition: NodeDefinition, config: Readonly<Record<string, ConfigValue>>) => Decision
  readonly configOf: (
    definitions: Iterable<NamedDefinition>,
    config: Readonly<Record<string, ConfigValue>>,
  ) => ConfigInfo[]
  /** A key that was chosen is itself a node. */
  readonly nodeOf: (info: ConfigInfo) => LinkedNode
  /** Why no node may be called like this key. */
  readonly refuseNode: (info: ConfigInfo, source: SourceReference) => Issue
  /** Why the key cannot have this value; `undefined` when it can. */
  readonly refuseValue: (info: ConfigInfo, given: unknown) => Issue | undefined
}

function decide(definition: NodeDefinition, config: Readonly<Record<string, ConfigValue>>): Decision {
  const { cases, otherwise } = definition
  const certain = cases.find(({ condition }) =>
    Object.keys(condition).every((key) => admits(condition[key]!, chosen(config, key))),
  )
  if (certain) return { spec: certain.spec }
  if (otherwise) return { spec: otherwise }
  const possible = cases.filter(({ condition }) =>
    Object.keys(condition).every(
      (key) => chosen(config, key) === undefined || admits(condition[key]!, chosen(config, key)),
    ),
  )
  if (possible.length === 0) return 'absent'
  const open = new Map<string, ConfigValue[]>()
  for (const { condition } of possible) {
    for (const key of Object.keys(condition)) {
      const value = condition[key]!
      if (chosen(config, key) !== undefined || isNegated(value)) continue
      open.set(key, [...(open.get(key) ?? []), ...namedValues(value)])
    }
  }
  const keys = [...open].map(([key, values]) => ({ key, values: [...new Set(values)] }))
  const specs = possible.map((one) => one.spec)
  const issue: Undecided['issue'] = (node, source) =>
    variantIssue('graph/undecided-variant', { node, keys }, { subject: { node, source } })
  return { specs, undecided: { keys, issue }, dependencies: unionOf(specs) }
}

/** Every key that a condition names, sorted, with the values that conditions name (a boolean opens both). */
function configOf(definitions: Iterable<NamedDefinition>, config: Readonly<Record<string, ConfigValue>>): ConfigInfo[] {
  const found = new Map<string, { values: Set<ConfigValue>; nodes: Set<string> }>()
  for (const { name, cases } of definitions) {
    for (const { condition } of cases) {
      for (const key of Object.keys(condition)) {
        const known = found.get(key) ?? { values: new Set(), nodes: new Set() }
        found.set(key, known)
        known.nodes.add(name)
        for (const value of namedValues(condition[key]!)) {
          known.values.add(value)
          if (typeof value === 'boolean') known.values.add(!value)
        }
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { values, nodes }]) => ({
      key,
      values: [...values],
      ...(chosen(config, key) !== undefined && { chosen: chosen(config, key)! }),
      nodes: [...nodes].sort(),
    }))
}

function nodeOf({ key }: ConfigInfo): LinkedNode {
  return { name: key, kind: 'config', dependencies: [], moduleIndex: -1, exportPath: key, source: { exportPath: key } }
}

function refuseNode({ key, nodes }: ConfigInfo, source: SourceReference): Issue {
  return variantIssue('config/key-is-node', { key, nodes }, { subject: { node: key, name: key, source } })
}

function refuseValue({ key, values }: ConfigInfo, given: unknown): Issue | undefined {
  if (values.some((value) => value === given)) return undefined
  return variantIssue('config/unknown-value', { key, given, values }, { subject: { name: key } })
}

/** A key may be called like something that every object inherits. */
function chosen(config: Readonly<Record<string, ConfigValue>>, key: string): ConfigValue | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined
}

function isNegated(wanted: ConditionValue): wanted is { readonly not: readonly ConfigValue[] } {
  return typeof wanted === 'object' && 'not' in wanted
}

/** The values that a condition names for a key, also those that it excludes. */
export function namedValues(wanted: ConditionValue): readonly ConfigValue[] {
  if (isNegated(wanted)) return wanted.not
  return typeof wanted === 'object' ? wanted : [wanted]
}

/** Whether a condition holds for a key that has this value, or none. */
export function admits(wanted: ConditionValue, value: ConfigValue | undefined): boolean {
  if (isNegated(wanted)) return value === undefined || !wanted.not.includes(value)
  return value !== undefined && namedValues(wanted).includes(value)
}

/** Whether some configuration satisfies both. */
export function overlap(one: Condition, other: Condition): boolean {
  return Object.keys(one)
    .filter((key) => Object.hasOwn(other, key))
    .every((key) => {
      const [a, b] = [one[key]!, other[key]!]
      return [...namedValues(a), ...namedValues(b), undefined].some((value) => admits(a, value) && admits(b, value))
    })
}

/** Of several implementations: what all need is needed, what some need is optional. */
function unionOf(specs: readonly NodeSpec[]): DependencyInfo[] {
  const lists = specs.map(dependenciesOf)
  const names = new Set(lists.flatMap((list) => list.map((one) => one.name)))
  const isNeededByAll = (name: string): boolean =>
    lists.every((list) => list.some((one) => one.name === name && !one.optional))
  return [...names].sort().map((name) => ({ name, optional: !isNeededByAll(name) }))
}

/** One of the variants is needed: while none is known to hold, the node waits for the configuration. */
export const variantRules: VariantRules = { decide, configOf, nodeOf, refuseNode, refuseValue }

/** There is no node as long as its condition is not known to hold. */
export const conditionalRules: VariantRules = {
  ...variantRules,
  decide: (definition, config) => {
    const decision = decide(definition, config)
    return decision !== 'absent' && 'undecided' in decision ? 'absent' : decision
  },
}

// Which implementation of a node holds under a configuration. Only modifiers that make variants bring these rules.

import type { Condition, NodeDefinition } from '../definition/definition.ts'
import type { NamedDefinition } from '../definition/expand-module.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import type { ConfigInfo, ConfigValue, DependencyInfo } from '../flow/node-info.ts'
import { dependenciesOf } from './dependencies-of.ts'
import type { Undecided } from './graph.ts'

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
}

function decide(definition: NodeDefinition, config: Readonly<Record<string, ConfigValue>>): Decision {
  const { cases, otherwise } = definition
  const certain = cases.find(({ condition }) =>
    Object.keys(condition).every((key) => admits(condition, key, chosen(config, key))),
  )
  if (certain) return { spec: certain.spec }
  if (otherwise) return { spec: otherwise }
  const possible = cases.filter(({ condition }) =>
    Object.keys(condition).every(
      (key) => chosen(config, key) === undefined || admits(condition, key, chosen(config, key)),
    ),
  )
  if (possible.length === 0) return 'absent'
  const open = new Map<string, ConfigValue[]>()
  for (const { condition } of possible) {
    for (const key of Object.keys(condition)) {
      if (chosen(config, key) === undefined) open.set(key, [...(open.get(key) ?? []), ...valuesOf(condition, key)])
    }
  }
  const keys = [...open].map(([key, values]) => ({ key, values: [...new Set(values)] }))
  const specs = possible.map((one) => one.spec)
  return { specs, undecided: { keys }, dependencies: unionOf(specs) }
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
        for (const value of valuesOf(condition, key)) {
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

/** A key may be called like something that every object inherits. */
function chosen(config: Readonly<Record<string, ConfigValue>>, key: string): ConfigValue | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined
}

function valuesOf(condition: Condition, key: string): readonly ConfigValue[] {
  const value = condition[key]!
  return Array.isArray(value) ? value : [value as ConfigValue]
}

function admits(condition: Condition, key: string, value: ConfigValue | undefined): boolean {
  return value !== undefined && valuesOf(condition, key).includes(value)
}

/** Of several implementations: what all need is needed, what some need is optional. */
function unionOf(specs: readonly NodeSpec[]): DependencyInfo[] {
  const lists = specs.map(dependenciesOf)
  const names = new Set(lists.flatMap((list) => list.map((one) => one.name)))
  const isNeededByAll = (name: string): boolean =>
    lists.every((list) => list.some((one) => one.name === name && !one.optional))
  return [...names].sort().map((name) => ({ name, optional: !isNeededByAll(name) }))
}

export const variantRules: VariantRules = { decide, configOf }

// Variants under a part of the configuration: what it decides is gone, what it leaves open can still be chosen.

import type { ConfigValue } from '../flow/node-info.ts'
import { admits } from '../graph/decide.ts'
import type { Condition } from './definition.ts'
import type { NamedDefinition } from './expand-module.ts'

/**
 * The node with the keys of this configuration taken out of its conditions: under any further configuration it becomes
 * what it would have become under both.
 *
 * @returns nothing when no implementation is left
 */
export function decidePartly(
  node: NamedDefinition,
  config: Readonly<Record<string, ConfigValue>>,
): NamedDefinition | undefined {
  if (node.cases.length === 0) return node
  const cases = node.cases.flatMap(({ condition, spec }) => {
    const left = restOf(condition, config)
    return left ? { condition: left, spec } : []
  })
  const isDecided = cases.every(({ condition }) => Object.keys(condition).length === 0)
  if (!isDecided) return { ...node, cases }
  const otherwise = cases[0]?.spec ?? node.otherwise
  return otherwise && { ...node, cases: [], otherwise }
}

/** What is left of a condition; nothing when it cannot hold any more. */
function restOf(condition: Condition, config: Readonly<Record<string, ConfigValue>>): Condition | undefined {
  const wanted = Object.entries(condition)
  const isOpen = (key: string): boolean => !Object.hasOwn(config, key)
  if (!wanted.every(([key, value]) => isOpen(key) || admits(value, config[key]))) return undefined
  return Object.fromEntries(wanted.filter(([key]) => isOpen(key)))
}

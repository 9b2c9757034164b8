// Which names a set of nodes reads from outside, and which of them it cannot do without.

import { implementationsOf } from './definition.ts'
import type { NamedDefinition } from './expand-module.ts'

/** By name, sorted: the nodes that cannot do without it, sorted; none when all can. */
export function readFromOutside(nodes: readonly NamedDefinition[]): Map<string, string[]> {
  const inside = new Set(nodes.map((node) => node.name))
  const found = new Map<string, string[]>()
  for (const node of nodes) {
    for (const spec of implementationsOf(node)) {
      for (const { binding, optional } of spec.parameters) {
        if (!('name' in binding) || inside.has(binding.name)) continue
        const neededBy = found.get(binding.name) ?? []
        found.set(binding.name, neededBy)
        if (!optional && !neededBy.includes(node.name)) neededBy.push(node.name)
      }
    }
  }
  for (const neededBy of found.values()) neededBy.sort()
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

// What depends on nodes: the way from each that reads them, however indirectly.

import type { NodeSnapshot } from './snapshot.ts'

const LONGEST = 20

/**
 * The nodes downstream of some, with a shortest way back to one of these. Of equally short ways the first by name.
 *
 * @param seeds names; also of what is no node any more
 * @returns without the seeds, the nearest first, each with the number of its steps; of a long way only both ends
 * @complexity O(nodes + edges)
 */
export function affectedBy(
  seeds: readonly string[],
  nodes: ReadonlyMap<string, Pick<NodeSnapshot, 'name' | 'reads'>>,
): { readonly name: string; readonly path: readonly string[]; readonly distance: number }[] {
  const readers = new Map<string, string[]>()
  for (const { name, reads } of nodes.values()) {
    for (const one of reads) {
      const known = readers.get(one.name)
      if (known) known.push(name)
      else readers.set(one.name, [name])
    }
  }
  /** The next node on the way back. */
  const back = new Map<string, string | undefined>([...seeds].sort().map((name) => [name, undefined]))
  for (const name of back.keys()) {
    for (const reader of (readers.get(name) ?? []).sort()) if (!back.has(reader)) back.set(reader, name)
  }
  // A node is found after the next one on its way: ways are made of shorter ones.
  const ways = new Map<string, { readonly path: readonly string[]; readonly distance: number }>()
  for (const [name, next] of back) {
    const way = next === undefined ? undefined : ways.get(next)
    ways.set(
      name,
      way ? { path: shortened([name, ...way.path]), distance: way.distance + 1 } : { path: [name], distance: 0 },
    )
  }
  return [...back].flatMap(([name, next]) => (next === undefined ? [] : [{ name, ...ways.get(name)! }]))
}

/** Ways of all nodes of a long chain would be longer than all else together. */
function shortened(path: readonly string[]): readonly string[] {
  return path.length <= LONGEST ? path : [...path.slice(0, LONGEST / 2), ...path.slice(-LONGEST / 2)]
}

// What depends on nodes: the way from each that reads them, however indirectly.

import type { NodeSnapshot } from './snapshot.ts'

/**
 * The nodes downstream of some, with a shortest way back to one of these. Of equally short ways the first by name.
 *
 * @param seeds names; also of what is no node any more
 * @returns without the seeds, the nearest first
 * @complexity O(nodes + edges)
 */
export function affectedBy(
  seeds: readonly string[],
  nodes: ReadonlyMap<string, Pick<NodeSnapshot, 'name' | 'reads'>>,
): { readonly name: string; readonly path: readonly string[] }[] {
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
  const wayFrom = (name: string): string[] => {
    const path: string[] = []
    for (let at: string | undefined = name; at !== undefined; at = back.get(at)) path.push(at)
    return path
  }
  return [...back].flatMap(([name, next]) => (next === undefined ? [] : [{ name, path: wayFrom(name) }]))
}

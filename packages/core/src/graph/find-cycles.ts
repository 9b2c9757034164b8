// Cycles: nodes that wait for each other, and a shortest way round.

import { Graph } from './graph.ts'
import { pathBetween } from './lineage.ts'
import { orderFrom } from './order.ts'

/**
 * A shortest cycle for every arrow that closes one, as long as one of its ends is not in a cycle that is known already.
 * Each node reads the next, the last reads the first; a cycle begins with its name that sorts first.
 *
 * @complexity O(nodes + edges); a cycle costs a search through what it can reach
 */
export function findCycles(graph: Graph): string[][] {
  const closing: [reader: string, read: string][] = []
  orderFrom(graph, graph.nodes.keys(), (reader, read) => closing.push([reader, read]))
  if (closing.length === 0) return []
  const decided = new Graph(new Map([...graph.nodes].filter(([, node]) => !node.undecided)), [], graph.others)
  const known = new Set<string>()
  const cycles: string[][] = []
  for (const [reader, read] of closing) {
    if (known.has(reader) && known.has(read)) continue
    // What the reader gives comes round to what it reads: backwards, each reads the next.
    const cycle = pathBetween(decided, reader, read)!.reverse()
    for (const name of cycle) known.add(name)
    const first = cycle.indexOf([...cycle].sort()[0]!)
    cycles.push([...cycle.slice(first), ...cycle.slice(0, first)])
  }
  return cycles
}

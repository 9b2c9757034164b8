// Cycles: which nodes wait for each other, and a shortest way round.

import type { Graph } from './graph.ts'

/**
 * One shortest cycle of every group of nodes that wait for each other. Each node reads the next, the last reads the
 * first; a cycle begins with the name of its group that sorts first. Undecided variants read nothing yet.
 *
 * @complexity O(nodes + edges); each group of nodes that wait costs what can be reached from it once more
 */
export function findCycles(graph: Graph): string[][] {
  const left = waitingForever(graph)
  if (left.size === 0) return []
  const reads = new Map([...left].map((name) => [name, readsAmong(graph, name, left)]))
  const readers = new Map<string, string[]>([...left].map((name) => [name, []]))
  for (const [name, names] of reads) for (const read of names) readers.get(read)!.push(name)
  const cycles: string[][] = []
  for (const start of withoutEnds(left, reads, readers)) {
    if (!left.has(start)) continue
    const cycle = shortestCycle(start, reads)
    if (!cycle) continue
    cycles.push(cycle)
    // The group: what is reached from the start, and reaches it. Its other cycles tell nothing new.
    const below = reachable(start, reads)
    for (const name of reachable(start, readers)) if (below.has(name)) left.delete(name)
  }
  return cycles
}

/** Takes away what waits for nothing, again and again (Kahn, 1962). What remains is in a cycle, or reads one. Sorted. */
function waitingForever(graph: Graph): Set<string> {
  const index = new Map<string, number>()
  for (const name of graph.nodes.keys()) index.set(name, index.size)
  const waitsFor = new Int32Array(index.size)
  const readers: number[][] = Array.from(waitsFor, () => [])
  let reader = 0
  for (const node of graph.nodes.values()) {
    if (!node.undecided) {
      for (const { name } of node.dependencies) {
        const read = index.get(name)
        if (read === undefined) continue
        readers[read]!.push(reader)
        waitsFor[reader]!++
      }
    }
    reader++
  }
  const free: number[] = []
  for (const [at, count] of waitsFor.entries()) if (count === 0) free.push(at)
  for (const at of free) for (const one of readers[at]!) if (--waitsFor[one]! === 0) free.push(one)
  if (free.length === index.size) return new Set()
  return new Set([...index.keys()].filter((_, at) => waitsFor[at]! > 0))
}

type Edges = ReadonlyMap<string, readonly string[]>

function readsAmong(graph: Graph, name: string, names: ReadonlySet<string>): string[] {
  const node = graph.nodes.get(name)!
  return node.undecided ? [] : node.dependencies.map((one) => one.name).filter((read) => names.has(read))
}

/** Takes away what nobody reads, again and again: it hangs on a cycle, but is in none. */
function withoutEnds(names: ReadonlySet<string>, reads: Edges, readers: Edges): Set<string> {
  const left = new Set(names)
  const readBy = new Map([...readers].map(([name, by]) => [name, by.length]))
  const ends = [...names].filter((name) => readBy.get(name) === 0)
  for (const end of ends) {
    left.delete(end)
    for (const read of reads.get(end)!) {
      readBy.set(read, readBy.get(read)! - 1)
      if (readBy.get(read) === 0) ends.push(read)
    }
  }
  return left
}

function reachable(start: string, next: Edges): Set<string> {
  const seen = new Set([start])
  for (const name of seen) for (const one of next.get(name)!) seen.add(one)
  return seen
}

/** Breadth first from a name back to itself. */
function shortestCycle(start: string, reads: Edges): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[start, undefined]])
  for (const name of cameFrom.keys()) {
    for (const read of reads.get(name)!) {
      if (read === start) {
        const cycle: string[] = []
        for (let at: string | undefined = name; at !== undefined; at = cameFrom.get(at)) cycle.push(at)
        return cycle.reverse()
      }
      if (!cameFrom.has(read)) cameFrom.set(read, name)
    }
  }
  return undefined
}

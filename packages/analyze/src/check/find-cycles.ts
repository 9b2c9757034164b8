// Nodes that wait for each other, and a shortest way round.

/** By name: what it reads. Names that are not in it are inputs. */
export type Reads = ReadonlyMap<string, readonly string[]>

/**
 * A shortest cycle for every arrow that closes one, as long as one of its ends is not in a cycle that is known already.
 * Each node reads the next, the last reads the first; a cycle begins with its name that sorts first.
 *
 * @complexity O(nodes + edges); a cycle costs a search through what it can reach
 */
export function findCycles(reads: Reads): string[][] {
  const known = new Set<string>()
  const cycles: string[][] = []
  for (const [reader, read] of closingArrows(reads)) {
    if (known.has(reader) && known.has(read)) continue
    const cycle = shortestPath(reads, read, reader)
    for (const name of cycle) known.add(name)
    const first = cycle.indexOf(cycle.toSorted()[0]!)
    cycles.push([...cycle.slice(first), ...cycle.slice(0, first)])
  }
  return cycles
}

/** Arrows back to a node that is still on the way, depth first and without recursion: chains may be long. */
function closingArrows(reads: Reads): [reader: string, read: string][] {
  const closing: [string, string][] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const start of reads.keys()) {
    if (state.has(start)) continue
    state.set(start, 'open')
    const way = [{ name: start, next: 0 }]
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const read = reads.get(top.name)![top.next++]
      if (read === undefined) {
        state.set(top.name, 'done')
        way.pop()
      } else if (state.get(read) === 'open') closing.push([top.name, read])
      else if (!state.has(read) && reads.has(read)) {
        state.set(read, 'open')
        way.push({ name: read, next: 0 })
      }
    }
  }
  return closing
}

/** From one to the other, both included, each reading the next. */
function shortestPath(reads: Reads, from: string, to: string): string[] {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  for (const name of cameFrom.keys()) {
    if (name === to) break
    for (const read of reads.get(name) ?? []) if (!cameFrom.has(read)) cameFrom.set(read, name)
  }
  const path: string[] = []
  for (let at: string | undefined = to; at !== undefined; at = cameFrom.get(at)) path.unshift(at)
  return path
}

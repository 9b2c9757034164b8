// Cycles: the strongly connected components of the graph, and a shortest way round each.

import type { Graph } from './graph.ts'

/**
 * One shortest cycle of every group of nodes that wait for each other. Each node reads the next, the last reads the
 * first; a cycle begins with the name that sorts first. Undecided variants read nothing yet.
 *
 * @complexity O(nodes + edges); a cycle costs its component once more
 */
export function findCycles(graph: Graph): string[][] {
  return isAcyclic(graph) ? [] : cyclesByComponent(graph)
}

/** Takes away what waits for nothing, again and again (Kahn, 1962); in a graph without cycles nothing remains. */
function isAcyclic(graph: Graph): boolean {
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
  return free.length === index.size
}

/** Tarjan's algorithm (1972) with a stack of its own, so that deep graphs do not overflow the program's. */
function cyclesByComponent(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const cycles: string[][] = []
  for (const root of graph.nodes.keys()) {
    if (order.has(root)) continue
    const stack: { name: string; reads: readonly string[]; next: number }[] = []
    const enter = (name: string): void => {
      order.set(name, order.size)
      low.set(name, order.get(name)!)
      open.push(name)
      isOpen.add(name)
      stack.push({ name, reads: readsOf(graph, name), next: 0 })
    }
    enter(root)
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const read = top.reads[top.next++]
      if (read !== undefined) {
        if (!order.has(read)) enter(read)
        else if (isOpen.has(read)) low.set(top.name, Math.min(low.get(top.name)!, order.get(read)!))
        continue
      }
      stack.pop()
      const below = stack.at(-1)
      if (below) low.set(below.name, Math.min(low.get(below.name)!, low.get(top.name)!))
      if (low.get(top.name) !== order.get(top.name)) continue
      const component = open.splice(open.lastIndexOf(top.name))
      for (const name of component) isOpen.delete(name)
      if (component.length > 1 || top.reads.includes(top.name)) cycles.push(shortestCycle(graph, component))
    }
  }
  return cycles.sort((a, b) => (a[0]! < b[0]! ? -1 : 1))
}

function readsOf(graph: Graph, name: string): string[] {
  const node = graph.nodes.get(name)!
  if (node.undecided) return []
  return node.dependencies.map((one) => one.name).filter((dependency) => graph.nodes.has(dependency))
}

/** Breadth first from the first name, which is on some cycle of its component, back to itself. */
function shortestCycle(graph: Graph, component: readonly string[]): string[] {
  const members = new Set(component)
  const start = [...component].sort()[0]!
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const name of queue) {
    for (const read of readsOf(graph, name)) {
      if (read === start) {
        const cycle = [name]
        for (let at = name; at !== start; ) cycle.unshift((at = cameFrom.get(at)!))
        return cycle
      }
      if (members.has(read) && !cameFrom.has(read)) {
        cameFrom.set(read, name)
        queue.push(read)
      }
    }
  }
  return [start]
}

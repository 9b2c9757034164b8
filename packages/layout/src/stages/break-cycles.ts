// Some edges are turned round, so that what is left has no cycle.

import type { NumberedEdge } from '../read-graph.ts'
import { degree, linksOf } from './links.ts'

/**
 * Walks depth first, from nodes that nothing leads to, then from those that more leads out of than in; an edge to a node
 * that is being walked is turned. So the edges that come back in a loop of steps are turned, not those that go on.
 *
 * @param layers of an earlier layout; edges that went up in it are turned first. -1 for nodes that were not there
 * @returns 1 for each edge to be turned
 */
export function breakCycles(count: number, edges: readonly NumberedEdge[], layers?: Int32Array): Uint8Array {
  const turned = Uint8Array.from(edges, ({ from, to }) => {
    const [above = -1, below = -1] = layers ? [layers[from], layers[to]] : []
    return above >= 0 && below >= 0 && above > below ? 1 : 0
  })
  const tails = Int32Array.from(edges, ({ from, to }, edge) => (turned[edge] ? to : from))
  const heads = Int32Array.from(edges, ({ from, to }, edge) => (turned[edge] ? from : to))
  const down = linksOf(count, tails, heads)
  const up = linksOf(count, heads, tails)

  const roots = Array.from({ length: count }, (_, node) => node)
  const isSource = (node: number): number => (degree(up, node) === 0 ? 1 : 0)
  const surplus = (node: number): number => degree(down, node) - degree(up, node)
  roots.sort((a, b) => isSource(b) - isSource(a) || surplus(b) - surplus(a) || a - b)

  const NEW = 0
  const OPEN = 1
  const DONE = 2
  const state = new Uint8Array(count)
  const next = down.starts.slice(0, count)
  const path: number[] = []
  for (const root of roots) {
    if (state[root] !== NEW) continue
    state[root] = OPEN
    path.push(root)
    while (path.length > 0) {
      const node = path.at(-1)!
      if (next[node] === down.starts[node + 1]!) {
        state[node] = DONE
        path.pop()
        continue
      }
      const at = next[node]!++
      const head = down.ends[at]!
      if (state[head] === OPEN) turned[down.via[at]!]! ^= 1
      else if (state[head] === NEW) {
        state[head] = OPEN
        path.push(head)
      }
    }
  }
  return turned
}

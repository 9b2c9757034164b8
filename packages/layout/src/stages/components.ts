// Parts of a graph that no edge connects are laid out apart.

import type { NumberedEdge, NumberedGraph } from '../read-graph.ts'

export interface Component {
  /** In the graph, in ascending order; a stage counts from 0 within them. */
  readonly members: readonly number[]
  /** Between different nodes, counted within `members`. */
  readonly edges: readonly NumberedEdge[]
  /** From a node to itself, counted within `members`. */
  readonly loops: readonly NumberedEdge[]
}

/** @returns in the order of their first members */
export function splitComponents({ ids, edges }: NumberedGraph): Component[] {
  const leader = ids.map((_, node) => node)
  const find = (node: number): number => {
    let at = node
    while (leader[at] !== at) at = leader[at] = leader[leader[at]!]!
    return at
  }
  for (const { from, to } of edges) {
    const [a, b] = [find(from), find(to)]
    leader[Math.max(a, b)] = Math.min(a, b)
  }
  const parts = new Map<number, { members: number[]; edges: NumberedEdge[]; loops: NumberedEdge[] }>()
  const local = ids.map((_, node) => {
    const key = find(node)
    const part = parts.get(key) ?? { members: [], edges: [], loops: [] }
    parts.set(key, part)
    return part.members.push(node) - 1
  })
  for (const edge of edges) {
    const part = parts.get(find(edge.from))!
    const within = { ...edge, from: local[edge.from]!, to: local[edge.to]! }
    if (edge.from === edge.to) part.loops.push(within)
    else part.edges.push(within)
  }
  return [...parts.values()]
}

// Edges from a node to itself stand beside it, one around the other.

import type { Extent, NumberedEdge } from '../read-graph.ts'
import type { Spot } from './route.ts'

/** How far the first loop stands out, and each further one beyond it. */
const LOOP_BREADTH = 20

export interface Loop {
  readonly points: readonly Spot[]
  readonly labelAt?: Spot
}

/** How much room the loops of each node need beside it. */
export function loopRoom(count: number, loops: readonly NumberedEdge[]): Extent[] {
  const room = Array.from({ length: count }, () => ({ breadth: 0, depth: 0 }))
  for (const { from, label } of loops) {
    room[from]!.breadth += LOOP_BREADTH + (label?.breadth ?? 0)
    room[from]!.depth = Math.max(room[from]!.depth, label?.depth ?? 0)
  }
  return room
}

/**
 * @param middle of each node
 * @returns in the order of the loops
 */
export function routeLoops(
  loops: readonly NumberedEdge[],
  extents: readonly Extent[],
  middle: (node: number) => Spot,
): Loop[] {
  const seen = new Map<number, { count: number; out: number }>()
  const total = new Map<number, number>()
  for (const { from } of loops) total.set(from, (total.get(from) ?? 0) + 1)
  return loops.map(({ from, label }) => {
    const { breadth, depth } = extents[from]!
    const { along, across } = middle(from)
    const before = seen.get(from) ?? { count: 0, out: 0 }
    const border = along + breadth / 2
    const out = border + before.out + LOOP_BREADTH
    // The first is the innermost.
    const reach = (depth / 2) * ((before.count + 1) / (total.get(from)! + 1))
    seen.set(from, { count: before.count + 1, out: before.out + LOOP_BREADTH + (label?.breadth ?? 0) })
    const points = [
      { along: border, across: across - reach },
      { along: out, across: across - reach },
      { along: out, across: across + reach },
      { along: border, across: across + reach },
    ]
    return label ? { points, labelAt: { along: out + label.breadth / 2, across } } : { points }
  })
}

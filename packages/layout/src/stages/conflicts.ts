// Where an edge crosses a long one between two of its bends, the long one stays straight.

import type { Ranking } from './ranking.ts'

/**
 * Source: Brandes, Köpf, "Fast and Simple Horizontal Coordinate Assignment", 2001, algorithm 1.
 *
 * @returns 1 for each link, by its number in `links.via`, that gives way
 */
export function yieldingLinks({ layered, layers, positions }: Ranking): Uint8Array {
  const { nodeCount, up } = layered
  const yields = new Uint8Array(up.via.length)
  const isInner = (spot: number, other: number): boolean => spot >= nodeCount && other >= nodeCount
  for (let index = 1; index < layers.length; index++) {
    const layer = layers[index]!
    const widthAbove = layers[index - 1]!.length
    let begin = 0
    let left = -1
    for (let end = 0; end < layer.length; end++) {
      const spot = layer[end]!
      const above = up.starts[spot + 1]! > up.starts[spot]! ? up.ends[up.starts[spot]!]! : -1
      const inner = above >= 0 && isInner(spot, above)
      if (!inner && end < layer.length - 1) continue
      const right = inner ? positions[above]! : widthAbove
      for (; begin <= end; begin++) {
        const one = layer[begin]!
        for (let at = up.starts[one]!; at < up.starts[one + 1]!; at++) {
          const place = positions[up.ends[at]!]!
          if ((place < left || place > right) && !isInner(one, up.ends[at]!)) yields[up.via[at]!] = 1
        }
      }
      left = right
    }
  }
  return yields
}

// Spots of neighbouring layers that shall stand exactly below each other become blocks.

import type { Ranking } from './ranking.ts'

export interface Blocks {
  /** The first spot of the block of each. */
  readonly root: Int32Array
  /** The next spot of the same block; after the last comes the first. */
  readonly next: Int32Array
}

export interface Side {
  /** Whether each spot is aligned with one above it, or below. */
  readonly vertical: 'above' | 'below'
  /** From which side spots are looked at, and to which they are pushed. */
  readonly horizontal: 'left' | 'right'
}

/**
 * Each spot is aligned with the middle of its neighbours, where no aligned pair is crossed.
 *
 * Source: Brandes, Köpf, "Fast and Simple Horizontal Coordinate Assignment", 2001, algorithm 2.
 */
export function align({ layered, layers, positions }: Ranking, yields: Uint8Array, side: Side): Blocks {
  const root = Int32Array.from({ length: layered.count }, (_, spot) => spot)
  const next = root.slice()
  const { starts, ends, via } = side.vertical === 'above' ? layered.up : layered.down
  const isRight = side.horizontal === 'right'
  for (let step = 1; step < layers.length; step++) {
    const layer = layers[side.vertical === 'above' ? step : layers.length - 1 - step]!
    let limit = isRight ? Infinity : -1
    for (let count = 0; count < layer.length; count++) {
      const spot = layer[isRight ? layer.length - 1 - count : count]!
      const [begin, end] = [starts[spot]!, starts[spot + 1]!]
      if (begin === end) continue
      const ways = Array.from({ length: end - begin }, (_, one) => begin + one)
      if (ways.length > 1) ways.sort((a, b) => positions[ends[a]!]! - positions[ends[b]!]!)
      const [low, high] = [(ways.length - 1) >> 1, ways.length >> 1]
      for (const middle of isRight ? [high, low] : [low, high]) {
        if (next[spot] !== spot) break
        const way = ways[middle]!
        const other = ends[way]!
        const place = positions[other]!
        if (yields[via[way]!] || (isRight ? place >= limit : place <= limit)) continue
        next[other] = spot
        root[spot] = root[other]!
        next[spot] = root[spot]!
        limit = place
      }
    }
  }
  return { root, next }
}

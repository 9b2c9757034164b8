// Blocks are pushed to one side as far as their neighbours allow.

import type { Blocks, Side } from './align.ts'
import type { Ranking } from './ranking.ts'

/** Least distance between the middles of two neighbours. */
export type Separation = (left: number, right: number) => number

/** @returns the middle of each spot along its layer */
export function compact(ranking: Ranking, blocks: Blocks, side: Side, separation: Separation): Float64Array {
  const { layers, positions, layered } = ranking
  const { root, next } = blocks
  const sign = side.horizontal === 'right' ? -1 : 1
  const neighbour = (spot: number, towards: 1 | -1): number =>
    layers[layered.layerOf[spot]!]![positions[spot]! + towards * sign] ?? -1
  const distance = (near: number, far: number): number => (sign > 0 ? separation(near, far) : separation(far, near))

  const waiting = new Int32Array(layered.count)
  for (let spot = 0; spot < layered.count; spot++) if (neighbour(spot, -1) >= 0) waiting[root[spot]!]!++
  const sorted: number[] = []
  for (let spot = 0; spot < layered.count; spot++) if (root[spot] === spot && waiting[spot] === 0) sorted.push(spot)
  const place = new Float64Array(layered.count)
  for (let step = 0; step < sorted.length; step++) {
    const first = sorted[step]!
    let spot = first
    do {
      const beyond = neighbour(spot, 1)
      if (beyond >= 0) {
        const block = root[beyond]!
        place[block] = Math.max(place[block]!, place[first]! + distance(spot, beyond))
        if (--waiting[block]! === 0) sorted.push(block)
      }
      spot = next[spot]!
    } while (spot !== first)
  }
  // Back towards what follows, so that no gap is wider than it must be.
  for (let step = sorted.length - 1; step >= 0; step--) {
    const first = sorted[step]!
    let most = Infinity
    let spot = first
    do {
      const beyond = neighbour(spot, 1)
      if (beyond >= 0) most = Math.min(most, place[root[beyond]!]! - distance(spot, beyond))
      spot = next[spot]!
    } while (spot !== first)
    if (most < Infinity) place[first] = Math.max(place[first]!, most)
  }
  return place.map((_, spot) => sign * place[root[spot]!]!)
}

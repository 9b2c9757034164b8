// Where spots stand along their layers: four compact drawings, and the middle between them.

import { align, type Side } from './align.ts'
import { compact, type Separation } from './compact.ts'
import { yieldingLinks } from './conflicts.ts'
import type { Ranking } from './ranking.ts'

const SIDES: readonly Side[] = [
  { vertical: 'above', horizontal: 'left' },
  { vertical: 'above', horizontal: 'right' },
  { vertical: 'below', horizontal: 'left' },
  { vertical: 'below', horizontal: 'right' },
]

/**
 * The middles of all spots. Bends of one edge stand straight below each other where nothing else is in their way.
 *
 * Source: Brandes, Köpf, "Fast and Simple Horizontal Coordinate Assignment", 2001; the compaction is that of blocks by
 * longest ways, which has no shifted classes.
 */
export function placeSpots(ranking: Ranking, nodeGap: number): Float64Array {
  const { before, after, nodeCount, count } = ranking.layered
  const separation: Separation = (left, right) => {
    const isNode = (left < nodeCount ? 1 : 0) + (right < nodeCount ? 1 : 0)
    return after[left]! + before[right]! + nodeGap * (isNode === 2 ? 1 : isNode === 1 ? 0.75 : 0.5)
  }
  const yields = yieldingLinks(ranking)
  const drawings = SIDES.map((side) => compact(ranking, align(ranking, yields, side), side, separation))
  const ends = drawings.map((places) => {
    let [least, most] = [Infinity, -Infinity]
    for (let spot = 0; spot < count; spot++) {
      least = Math.min(least, places[spot]! - before[spot]!)
      most = Math.max(most, places[spot]! + after[spot]!)
    }
    return { least, most }
  })
  const narrowest = ends.reduce((best, one) => (one.most - one.least < best.most - best.least ? one : best))
  drawings.forEach((places, which) => {
    const { least, most } = ends[which]!
    const shift = SIDES[which]!.horizontal === 'left' ? narrowest.least - least : narrowest.most - most
    for (let spot = 0; spot < count; spot++) places[spot]! += shift
  })
  const [a, b, c, d] = drawings as [Float64Array, Float64Array, Float64Array, Float64Array]
  return a.map((_, spot) => {
    const four = [a[spot]!, b[spot]!, c[spot]!, d[spot]!].sort((one, other) => one - other)
    return (four[1]! + four[2]!) / 2
  })
}

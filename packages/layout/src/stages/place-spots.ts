// Where spots stand along their layers: as near to each other as they may, then moved until edges are straight.
//
// Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993, section 4.2.

import type { Layered } from './layered.ts'
import { degree } from './links.ts'
import { shortenEdges } from './network-simplex.ts'
import type { Ranking } from './ranking.ts'

/** How much it costs when an edge goes to the side: between nodes, at the end of a long edge, and within one. */
const WEIGHTS = [1, 2, 8] as const
/** The gap between neighbours, as a part of that of nodes: two bends, a node and a bend, two nodes. */
const GAPS = [0.5, 0.75, 1] as const
/** How many nodes may be moved, each time counted. A graph of 4,000 nodes takes a half; then lines are less straight. */
const BUDGET = 60_000_000

/**
 * The middles of all spots. The same method that makes edges short down the layers makes them straight: for each edge
 * there is a helper before both of its ends, and what lies between it and them is what the edge goes to the side.
 */
export function placeSpots({ layered, layers }: Ranking, nodeGap: number): Float64Array {
  const { count, nodeCount, down, before, after } = layered
  const [tails, heads, lengths, weights] = [[] as number[], [] as number[], [] as number[], [] as number[]]
  const put = (tail: number, head: number, length: number, weight: number): void => {
    tails.push(tail)
    heads.push(head)
    lengths.push(length)
    weights.push(weight)
  }
  const isNode = (spot: number): 0 | 1 => (spot < nodeCount ? 1 : 0)
  const distance = (left: number, right: number): number => {
    const gap = nodeGap * GAPS[(isNode(left) + isNode(right)) as 0 | 1 | 2]
    return Math.ceil(after[left]! + gap + before[right]!)
  }
  const start: number[] = Array.from({ length: count }, () => 0)
  for (const layer of layers) {
    for (let at = 1; at < layer.length; at++) {
      const [left, right] = [layer[at - 1]!, layer[at]!]
      const length = distance(left, right)
      put(left, right, length, 0)
      start[right] = start[left]! + length
    }
  }
  for (let spot = 0; spot < count; spot++) {
    for (let at = down.starts[spot]!; at < down.starts[spot + 1]!; at++) {
      const other = down.ends[at]!
      const weight = WEIGHTS[(2 - isNode(spot) - isNode(other)) as 0 | 1 | 2]
      put(start.length, spot, 0, weight)
      put(start.length, other, 0, weight)
      start.push(Math.min(start[spot]!, start[other]!))
    }
  }
  const ranks = Int32Array.from(start)
  const problem = {
    count: start.length,
    tails: Int32Array.from(tails),
    heads: Int32Array.from(heads),
    lengths: Int32Array.from(lengths),
    weights: Int32Array.from(weights),
  }
  shortenEdges(problem, ranks, BUDGET)
  const places = Float64Array.from(ranks.subarray(0, count))
  for (const layer of layers) {
    layer.forEach((spot, at) => {
      const left = at === 0 ? -Infinity : places[layer[at - 1]!]! + distance(layer[at - 1]!, spot)
      const right = at === layer.length - 1 ? Infinity : places[layer[at + 1]!]! - distance(spot, layer[at + 1]!)
      const middle = middleOfEnds(layered, places, spot)
      if (middle !== undefined) places[spot] = Math.max(left, Math.min(right, middle))
    })
  }
  return places
}

/**
 * The middle between the two middle neighbours of a node that has neighbours on one side only, an even number of one kind:
 * anywhere between those two its edges go as little to the side as there, and in the middle it looks best.
 */
function middleOfEnds({ up, down, nodeCount }: Layered, places: Float64Array, spot: number): number | undefined {
  const links = degree(up, spot) === 0 ? down : up
  const size = degree(links, spot)
  if (spot >= nodeCount || size === 0 || size % 2 === 1 || degree(up, spot) * degree(down, spot) > 0) return undefined
  const ends = links.ends.subarray(links.starts[spot], links.starts[spot + 1])
  if (ends.some((end) => end < nodeCount !== ends[0]! < nodeCount)) return undefined
  const sorted = Float64Array.from(ends, (end) => places[end]!).sort()
  return (sorted[size / 2 - 1]! + sorted[size / 2]!) / 2
}

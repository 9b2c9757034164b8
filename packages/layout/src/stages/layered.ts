// Edges across several layers become chains of spots, one in each layer between: what the later stages work on.
//
// Long edges that leave the same node share their spots as far as they go: one line that branches.

import type { Extent, NumberedEdge } from '../read-graph.ts'
import { linksOf, type Links } from './links.ts'

/**
 * A graph whose edges lead from one layer to the next. Its spots are the nodes, by their numbers, and after them the bends
 * of edges.
 */
export interface Layered {
  readonly nodeCount: number
  /** Of nodes and bends. */
  readonly count: number
  readonly layerOf: Int32Array
  readonly layerCount: number
  readonly up: Links
  readonly down: Links
  /** How many edges each link stands for, by its number in `via`. */
  readonly weights: Int32Array
  /** From the middle of a spot to its ends along the layer; they differ where a loop needs room. */
  readonly before: Float64Array
  readonly after: Float64Array
  readonly depth: Float64Array
  /** The depth with that of labels of loops. */
  readonly roomDepth: Float64Array
  /** The spots of each edge from its upper to its lower end. */
  readonly chains: readonly Int32Array[]
  /** The bend of each edge that carries its label; -1 where there is none. */
  readonly labelSpots: Int32Array
}

export interface NodeRoom extends Extent {
  /** Beside the node, for its loops and their labels. */
  readonly loops: Extent
}

export function toLayered(
  rooms: readonly NodeRoom[],
  edges: readonly NumberedEdge[],
  turned: Uint8Array,
  layers: Int32Array,
): Layered {
  const nodeCount = rooms.length
  const layerOf = [...layers]
  const before = rooms.map(({ breadth }) => breadth / 2)
  const after = rooms.map(({ breadth, loops }) => breadth / 2 + loops.breadth)
  const depth = rooms.map((room) => room.depth)
  const tails: number[] = []
  const heads: number[] = []
  const labelSpots = new Int32Array(edges.length).fill(-1)
  // The shared spot below a spot, by that spot and whether the edge was turned.
  const shared = new Map<number, { spot: number; link: number }>()
  const weights: number[] = []
  const addSpot = (layer: number, label?: Extent): number => {
    before.push((label?.breadth ?? 0) / 2)
    after.push((label?.breadth ?? 0) / 2)
    depth.push(label?.depth ?? 0)
    return layerOf.push(layer) - 1
  }
  const connect = (tail: number, head: number): void => {
    tails.push(tail)
    heads.push(head)
    weights.push(1)
  }
  const chains = edges.map(({ from, to, label }, edge) => {
    const [top, bottom] = turned[edge] ? [to, from] : [from, to]
    const span = layers[bottom]! - layers[top]!
    const chain = new Int32Array(span + 1)
    chain[0] = top
    chain[span] = bottom
    for (let step = 1; step < span; step++) {
      const above = chain[step - 1]!
      const layer = layers[top]! + step
      if (label) {
        chain[step] = addSpot(layer, step === span >> 1 ? label : undefined)
        if (step === span >> 1) labelSpots[edge] = chain[step]!
        connect(above, chain[step]!)
        continue
      }
      const key = above * 2 + turned[edge]!
      const known = shared.get(key)
      if (known) weights[known.link]!++
      else shared.set(key, { spot: addSpot(layer), link: weights.length })
      const { spot } = shared.get(key)!
      if (!known) connect(above, spot)
      chain[step] = spot
    }
    connect(chain[span - 1]!, bottom)
    return chain
  })
  const count = layerOf.length
  const [from, to] = [Int32Array.from(tails), Int32Array.from(heads)]
  return {
    nodeCount,
    count,
    layerOf: Int32Array.from(layerOf),
    layerCount: layers.reduce((most, layer) => Math.max(most, layer + 1), 0),
    up: linksOf(count, to, from),
    down: linksOf(count, from, to),
    weights: Int32Array.from(weights),
    before: Float64Array.from(before),
    after: Float64Array.from(after),
    depth: Float64Array.from(depth),
    roomDepth: Float64Array.from(depth, (one, spot) => Math.max(one, rooms[spot]?.loops.depth ?? 0)),
    chains,
    labelSpots,
  }
}

// Edges across several layers become chains of spots, one in each layer between: what the later stages work on.

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
  /** From the middle of a spot to its ends along the layer; they differ where a loop needs room. */
  readonly before: Float64Array
  readonly after: Float64Array
  readonly depth: Float64Array
  /** The spots of each edge from its upper to its lower end. */
  readonly chains: readonly Int32Array[]
  /** The bend of each edge that carries its label; -1 where there is none. */
  readonly labelSpots: Int32Array
}

export interface NodeRoom extends Extent {
  /** Beside the node, for its loops. */
  readonly loops: number
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
  const after = rooms.map(({ breadth, loops }) => breadth / 2 + loops)
  const depth = rooms.map((room) => room.depth)
  const tails: number[] = []
  const heads: number[] = []
  const labelSpots = new Int32Array(edges.length).fill(-1)
  const chains = edges.map(({ from, to, label }, edge) => {
    const [top, bottom] = turned[edge] ? [to, from] : [from, to]
    const span = layers[bottom]! - layers[top]!
    const chain = new Int32Array(span + 1)
    chain[0] = top
    chain[span] = bottom
    for (let step = 1; step < span; step++) {
      const spot = layerOf.length
      const isLabel = label !== undefined && step === span >> 1
      layerOf.push(layers[top]! + step)
      before.push(isLabel ? label.breadth / 2 : 0)
      after.push(isLabel ? label.breadth / 2 : 0)
      depth.push(isLabel ? label.depth : 0)
      if (isLabel) labelSpots[edge] = spot
      chain[step] = spot
    }
    for (let step = 0; step < span; step++) {
      tails.push(chain[step]!)
      heads.push(chain[step + 1]!)
    }
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
    before: Float64Array.from(before),
    after: Float64Array.from(after),
    depth: Float64Array.from(depth),
    chains,
    labelSpots,
  }
}

// The ways of edges: from border to border, through their bends, straight across every layer that they pass.

import type { NumberedEdge } from '../read-graph.ts'
import type { Layered } from './layered.ts'
import { degree } from './links.ts'
import type { Ranking } from './ranking.ts'

/** A point in the terms of a drawing whose direction nobody asks for. */
export interface Spot {
  /** Along the layers. */
  readonly along: number
  /** In the direction of the edges. */
  readonly across: number
}

export interface Band {
  /** Where a layer begins. */
  readonly from: number
  readonly to: number
}

/** Between the ends of several edges at one side of a node. */
const PORT_GAP = 10

export interface Drawing {
  readonly layered: Layered
  readonly ranking: Ranking
  readonly edges: readonly NumberedEdge[]
  readonly turned: Uint8Array
  readonly places: Float64Array
  readonly bands: readonly Band[]
}

/** A line that branches goes straight for this much, so that its branches leave it together. */
const STUB = 6

/** The points of each edge, from its upper to its lower end. */
export function routeEdges(drawing: Drawing): Spot[][] {
  const { layered, ranking, bands, places } = drawing
  const { layerOf, depth, chains, down, nodeCount } = layered
  const ports = shiftEnds(drawing)
  const isBranching = (spot: number): boolean => spot >= nodeCount && degree(down, spot) > 1
  return chains.map((chain, edge) => {
    const last = chain.length - 1
    const along = Float64Array.from(chain, (spot, step) => {
      return places[spot]! + (step === 0 ? ports.upper[edge]! : step === last ? ports.lower[edge]! : 0)
    })
    const points: Spot[] = []
    const put = (at: number, across: number): void => {
      const [one, other] = [points.at(-2), points.at(-1)]
      if (other && other.along === at && other.across === across) return
      if (one && other && one.along === at && other.along === at) points.pop()
      points.push({ along: at, across })
    }
    chain.forEach((spot, step) => {
      const band = bands[layerOf[spot]!]!
      const middle = (band.from + band.to) / 2
      const stub = isBranching(spot) ? Math.min(STUB, (band.to - band.from) / 2) : 0
      if (step > 0) {
        const least = step === last ? depth[spot]! / 2 : stub
        if (step === last) put(along[step]!, middle - obstacle(ranking, drawing, spot, along[step - 1]!))
        put(
          along[step]!,
          middle - (step === last ? least : Math.max(least, obstacle(ranking, drawing, spot, along[step - 1]!))),
        )
      }
      if (step < last) {
        const beside = obstacle(ranking, drawing, spot, along[step + 1]!)
        if (step === 0) put(along[step]!, middle + depth[spot]! / 2)
        put(along[step]!, middle + Math.max(stub, beside))
      }
    })
    return points
  })
}

/** How deep a layer is between a spot and a place along it, measured from its middle: a line must not turn before. */
function obstacle({ layers, positions, layered }: Ranking, { places }: Drawing, spot: number, towards: number): number {
  const { before, after, depth, roomDepth, layerOf } = layered
  const layer = layers[layerOf[spot]!]!
  const step = towards < places[spot]! ? -1 : 1
  let deepest = depth[spot]! / 2
  if (towards === places[spot]) return deepest
  for (let at = positions[spot]! + step; at >= 0 && at < layer.length; at += step) {
    const other = layer[at]!
    const border = step > 0 ? places[other]! - before[other]! : places[other]! + after[other]!
    if (step > 0 ? border > towards : border < towards) break
    deepest = Math.max(deepest, roomDepth[other]! / 2)
  }
  return deepest
}

/**
 * Edges meet in the middle of the side of a node, but for those that could not be told apart: what leaves a side and what
 * arrives there, and several edges between the same nodes.
 */
function shiftEnds({ layered, edges, turned, places }: Drawing): { upper: Float64Array; lower: Float64Array } {
  const { chains, nodeCount, before } = layered
  const upper = new Float64Array(chains.length)
  const lower = new Float64Array(chains.length)
  const isBent = (edge: number): boolean => chains[edge]!.length > 2

  for (const isUpper of [true, false]) {
    const shifts = isUpper ? upper : lower
    const sides: { along: number; back: number; alongSum: number; backSum: number }[] = []
    const endOf = (chain: Int32Array): [number, number] =>
      isUpper ? [chain[0]!, chain[1]!] : [chain.at(-1)!, chain.at(-2)!]
    chains.forEach((chain, edge) => {
      const [node, next] = endOf(chain)
      const side = (sides[node] ??= { along: 0, back: 0, alongSum: 0, backSum: 0 })
      side[turned[edge] ? 'back' : 'along']++
      side[turned[edge] ? 'backSum' : 'alongSum'] += places[next]!
    })
    chains.forEach((chain, edge) => {
      const [node] = endOf(chain)
      const { along, back, alongSum, backSum } = sides[node]!
      if (along === 0 || back === 0) return
      const backIsLeft = backSum / back < alongSum / along
      const shift = Math.min(PORT_GAP, before[node]! / 2)
      shifts[edge] = (turned[edge] === 1) === backIsLeft ? -shift : shift
    })
  }

  // Edges that go straight from the same node to the same node stand beside each other.
  const bundles = new Map<number, number[]>()
  edges.forEach(({ from, to }, edge) => {
    if (isBent(edge)) return
    const key = from * nodeCount + to
    bundles.set(key, [...(bundles.get(key) ?? []), edge])
  })
  for (const bundle of bundles.values()) {
    bundle.forEach((edge, place) => {
      const room = Math.min(...[chains[edge]![0]!, chains[edge]![1]!].map((node) => before[node]!))
      const step = Math.min(PORT_GAP, room / bundle.length)
      const shift = (place - (bundle.length - 1) / 2) * step
      upper[edge]! += shift
      lower[edge]! += shift
    })
  }
  return { upper, lower }
}

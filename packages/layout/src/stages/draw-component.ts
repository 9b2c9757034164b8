// One connected part of a graph through all stages.

import type { Earlier } from '../earlier.ts'
import type { Extent, NumberedEdge, NumberedGraph } from '../read-graph.ts'
import { assignLayers } from './assign-layers.ts'
import { breakCycles } from './break-cycles.ts'
import type { Component } from './components.ts'
import { toLayered, type Layered } from './layered.ts'
import { loopRoom, routeLoops, type Loop } from './loops.ts'
import { orderLayers } from './order-layers.ts'
import { placeSpots } from './place-spots.ts'
import type { Fixed } from './sweep.ts'
import { routeEdges, type Band, type Spot } from './route.ts'

export interface Style {
  readonly effort: 'fast' | 'best'
  readonly nodeGap: number
  readonly layerGap: number
}

/** From its own corner. */
export interface DrawnComponent extends Extent {
  readonly middles: readonly Spot[]
  readonly layers: Int32Array
  /** In the order of the edges of the part, from `from` to `to`. */
  readonly edges: readonly Loop[]
  readonly loops: readonly Loop[]
  readonly crossings: number
}

export function drawComponent(
  graph: NumberedGraph,
  { members, edges, loops }: Component,
  style: Style,
  earlier?: Earlier,
): DrawnComponent {
  const extents = members.map((node) => graph.extents[node]!)
  const turned = breakCycles(members.length, edges, earlier?.layers)
  const tails = Int32Array.from(edges, ({ from, to }, edge) => (turned[edge] ? to : from))
  const heads = Int32Array.from(edges, ({ from, to }, edge) => (turned[edge] ? from : to))
  const lengths = Int32Array.from(edges, ({ label }) => (label ? 2 : 1))
  const layers = assignLayers({ count: members.length, tails, heads, lengths }, earlier?.layers)

  const room = loopRoom(members.length, loops)
  const rooms = extents.map((extent, node) => ({ ...extent, loops: room[node]! }))
  const layered = toLayered(rooms, edges, turned, layers)
  const { ranking, crossings } = orderLayers(layered, {
    effort: style.effort,
    ...(earlier && { previous: earlierPlaces(layered, edges, layers, earlier) }),
  })

  const places = placeSpots(ranking, style.nodeGap)
  let [least, most] = [Infinity, -Infinity]
  for (let spot = 0; spot < layered.count; spot++) {
    least = Math.min(least, places[spot]! - layered.before[spot]!)
    most = Math.max(most, places[spot]! + layered.after[spot]!)
  }
  for (let spot = 0; spot < layered.count; spot++) places[spot]! -= least

  const bands = stackLayers(ranking.layers, layered.roomDepth, style.layerGap, (layer) => {
    const { down } = layered
    let [far, count] = [0, 0]
    for (const spot of ranking.layers[layer]!)
      for (let at = down.starts[spot]!; at < down.starts[spot + 1]!; at++, count++)
        far += Math.abs(places[spot]! - places[down.ends[at]!]!)
    return count === 0 ? 0 : far / count
  })
  const middle = (node: number): Spot => {
    const band = bands[layers[node]!]!
    return { along: places[node]!, across: (band.from + band.to) / 2 }
  }
  const routes = routeEdges({ layered, ranking, edges, turned, places, bands })
  return {
    breadth: most - least,
    depth: bands.at(-1)!.to,
    middles: members.map((_, node) => middle(node)),
    layers,
    edges: edges.map((_, edge) => {
      const spot = layered.labelSpots[edge]!
      const points = turned[edge] ? routes[edge]!.toReversed() : routes[edge]!
      if (spot < 0) return { points }
      const band = bands[layered.layerOf[spot]!]!
      return { points, labelAt: { along: places[spot]!, across: (band.from + band.to) / 2 } }
    }),
    loops: routeLoops(loops, extents, middle),
    crossings,
  }
}

/** Of nodes, and of the bends of edges whose ends are in the layers in which they were. */
function earlierPlaces(
  { chains, nodeCount, layerOf }: Layered,
  edges: readonly NumberedEdge[],
  layers: Int32Array,
  earlier: Earlier,
): Fixed {
  const places = [...earlier.places]
  const isKept = (node: number): boolean => earlier.layers[node] === layers[node]
  edges.forEach((edge, at) => {
    if (!isKept(edge.from) || !isKept(edge.to)) return
    for (const spot of chains[at]!) if (spot >= nodeCount) places[spot] ??= earlier.bendAt(edge, layerOf[spot]!)
  })
  return places
}

/** Layers below each other, further apart where edges between them go far to the side. */
function stackLayers(
  layers: readonly Int32Array[],
  depth: Float64Array,
  gap: number,
  meanShift: (layer: number) => number,
): Band[] {
  let from = 0
  return layers.map((layer, index) => {
    const deepest = layer.reduce((most, spot) => Math.max(most, depth[spot]!), 0)
    const band = { from, to: from + deepest }
    from = band.to + gap + Math.min(gap * 2, meanShift(index) / 6)
    return band
  })
}

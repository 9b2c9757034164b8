// The layout of a graph: its parts one by one, then side by side.

import { EarlierLayout } from './earlier.ts'
import type { GraphLayout, LayoutInput, LayoutOptions, PlacedNode, Point, RoutedEdge } from './graph.ts'
import { readGraph, type NumberedGraph } from './read-graph.ts'
import { splitComponents, type Component } from './stages/components.ts'
import { drawComponent, type DrawnComponent } from './stages/draw-component.ts'
import { packParts } from './stages/pack.ts'
import type { Spot } from './stages/route.ts'

/**
 * Places nodes in layers such that edges lead in one direction, are short, and cross seldom. Equal graphs get equal
 * layouts, in whatever order they are written.
 *
 * Source: Sugiyama, Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981.
 *
 * @throws {layout/unknown-node} when an edge has an end that is no node
 * @throws {layout/doubled-id} when two nodes have the same id
 * @throws {layout/bad-size} when a width or height is no finite number from zero on
 * @throws {layout/bad-option} when an option is none of those that there are
 * @example
 * const box = { width: 80, height: 30 }
 * const { nodes } = layoutGraph({ nodes: [{ id: 'a', ...box }, { id: 'b', ...box }], edges: [{ from: 'a', to: 'b' }] })
 * nodes.map(({ id, layer }) => [id, layer]) // => [['a', 0], ['b', 1]]
 */
export function layoutGraph(input: LayoutInput, options: LayoutOptions = {}): GraphLayout {
  const graph = readGraph(input, options)
  const { direction = 'down', effort = 'best', gaps = {} } = options
  const style = { effort, nodeGap: gaps.nodes ?? 24, layerGap: gaps.layers ?? 48 }
  const earlier = options.previous && new EarlierLayout(options.previous)
  const all = splitComponents(graph)
  const isAlone = ({ edges, loops }: Component): boolean => edges.length + loops.length === 0
  const parts = all.filter((part) => !isAlone(part))
  const drawn = parts.map((part) => drawComponent(graph, part, style, earlier?.of(graph, part)))
  const alone = all.filter(isAlone)
  if (alone.length > 0) {
    parts.push({ members: alone.flatMap(({ members }) => members), edges: [], loops: [] })
    drawn.push(drawAlone(graph, parts.at(-1)!.members, style.nodeGap, direction))
  }

  const order = parts.map((_, part) => part)
  const isLast = (part: number): number => (alone.length > 0 && part === parts.length - 1 ? 1 : 0)
  order.sort((a, b) => isLast(a) - isLast(b) || drawn[b]!.depth - drawn[a]!.depth || a - b)
  const packed = packParts(drawn, order, style.layerGap, direction)
  const toPoint = ({ along, across }: Spot): Point =>
    direction === 'down' ? { x: along, y: across } : { x: across, y: along }

  const nodes: PlacedNode[] = []
  const edges: RoutedEdge[] = []
  const numbers = new Map(graph.ids.map((id, number) => [id, number]))
  const givenPlaces: number[] = []
  input.nodes.forEach(({ id }, place) => (givenPlaces[numbers.get(id)!] = place))
  parts.forEach((part, which) => {
    const { middles, layers, edges: ways, loops } = drawn[which]!
    const corner = packed.corners[which]!
    const put = ({ along, across }: Spot): Point =>
      toPoint({ along: along + corner.along, across: across + corner.across })
    part.members.forEach((number, local) => {
      const place = givenPlaces[number]!
      const { id, width, height } = input.nodes[place]!
      const { x, y } = put(middles[local]!)
      nodes[place] = { id, x: x - width / 2, y: y - height / 2, width, height, layer: layers[local]! }
    })
    for (const [list, routes] of [
      [part.edges, ways],
      [part.loops, loops],
    ] as const) {
      list.forEach(({ given }, at) => {
        const { points, labelAt } = routes[at]!
        const { from, to } = input.edges[given]!
        edges[given] = { from, to, points: points.map(put), ...(labelAt && { labelAt: put(labelAt) }) }
      })
    }
  })
  const { x: width, y: height } = toPoint({ along: packed.breadth, across: packed.depth })
  const crossings = drawn.reduce((sum, part) => sum + part.crossings, 0)
  return { direction, width, height, nodes, edges, crossings }
}

/** Nodes without edges as a block of rows. */
function drawAlone(
  { extents }: NumberedGraph,
  members: readonly number[],
  gap: number,
  direction: 'down' | 'right',
): DrawnComponent {
  const parts = members.map((node) => extents[node]!)
  const packed = packParts(
    parts,
    parts.map((_, at) => at),
    gap,
    direction,
  )
  const middles = packed.corners.map(({ along, across }, at) => ({
    along: along + parts[at]!.breadth / 2,
    across: across + parts[at]!.depth / 2,
  }))
  const { breadth, depth } = packed
  return { breadth, depth, middles, layers: new Int32Array(members.length), edges: [], loops: [], crossings: 0 }
}

// What an earlier layout says about a graph: the layers of nodes, and where nodes and long edges stood in them.

import type { GraphLayout, Point, RoutedEdge } from './graph.ts'
import type { NumberedEdge, NumberedGraph } from './read-graph.ts'
import { splitComponents, type Component } from './stages/components.ts'
import type { Spot } from './stages/route.ts'

/** Of a part of the graph. */
export interface Earlier {
  /** -1 for nodes that were not there. */
  readonly layers: Int32Array
  /** Along the layer, of the middle of each node; undefined for nodes that were not there. */
  readonly places: readonly (number | undefined)[]
  /** Where each edge passed a layer; undefined where it did not. */
  readonly bendAt: (edge: NumberedEdge, layer: number) => number | undefined
}

interface EarlierNode {
  readonly layer: number
  readonly middle: Spot
  /** Which of the parts of the earlier graph it was in. */
  readonly part: number
}

export class EarlierLayout {
  readonly #layout: GraphLayout
  readonly #nodes = new Map<string, EarlierNode>()
  /** By the ids of the ends, in the order in which they were given. */
  readonly #edges = new Map<string, RoutedEdge[]>()
  /** The middles of layers across, by part and layer. */
  readonly #layers = new Map<string, number>()

  constructor(layout: GraphLayout) {
    this.#layout = layout
    const numbers = new Map(layout.nodes.map(({ id }, number) => [id, number]))
    // A part of a layout will do: edges may have ends that were left out.
    const whole = layout.edges.filter(({ from, to }) => numbers.has(from) && numbers.has(to))
    const edges = whole.map(({ from, to }, given) => ({ from: numbers.get(from)!, to: numbers.get(to)!, given }))
    const parts = splitComponents({ ids: layout.nodes.map(({ id }) => id), extents: [], edges })
    parts.forEach(({ members }, part) => {
      for (const member of members) {
        const { id, layer, x, y, width, height } = layout.nodes[member]!
        const middle = this.#toSpot({ x: x + width / 2, y: y + height / 2 })
        this.#nodes.set(id, { layer, middle, part })
        this.#layers.set(`${part} ${layer}`, middle.across)
      }
    })
    for (const edge of whole) {
      const key = keyOf(edge.from, edge.to)
      const same = this.#edges.get(key)
      if (same) same.push(edge)
      else this.#edges.set(key, [edge])
      this.#readLabel(edge)
    }
  }

  #toSpot({ x, y }: Point): Spot {
    return this.#layout.direction === 'down' ? { along: x, across: y } : { along: y, across: x }
  }

  /** A layer may hold nothing but labels, each in the middle between the ends of its edge. */
  #readLabel({ from, to, labelAt }: RoutedEdge): void {
    const [tail, head] = [this.#nodes.get(from)!, this.#nodes.get(to)!]
    if (!labelAt || from === to) return
    const top = Math.min(tail.layer, head.layer)
    const layer = top + (Math.abs(head.layer - tail.layer) >> 1)
    this.#layers.set(`${tail.part} ${layer}`, this.#toSpot(labelAt).across)
  }

  /** @returns undefined when nothing of the part was there */
  of({ ids }: NumberedGraph, { members, edges }: Component): Earlier | undefined {
    const known = members.map((node) => this.#nodes.get(ids[node]!))
    if (known.every((node) => node === undefined)) return undefined
    const routes = new Map<NumberedEdge, RoutedEdge>()
    const seen = new Map<string, number>()
    for (const edge of edges.toSorted((a, b) => a.given - b.given)) {
      const key = keyOf(ids[members[edge.from]!]!, ids[members[edge.to]!]!)
      const which = seen.get(key) ?? 0
      const route = this.#edges.get(key)?.[which]
      if (route) routes.set(edge, route)
      seen.set(key, which + 1)
    }
    return {
      layers: Int32Array.from(known, (node) => node?.layer ?? -1),
      places: known.map((node) => node?.middle.along),
      bendAt: (edge, layer) => {
        const across = this.#layers.get(`${known[edge.from]?.part} ${layer}`)
        const route = routes.get(edge)
        return route && across !== undefined ? this.#placeOn(route, across) : undefined
      },
    }
  }

  /** Where an edge is along a layer. */
  #placeOn({ points }: RoutedEdge, across: number): number | undefined {
    const spots = points.map((point) => this.#toSpot(point))
    for (let at = 1; at < spots.length; at++) {
      const [a, b] = [spots[at - 1]!, spots[at]!]
      if (Math.min(a.across, b.across) > across || Math.max(a.across, b.across) < across) continue
      if (a.across === b.across) return a.along
      return a.along + ((b.along - a.along) * (across - a.across)) / (b.across - a.across)
    }
    return undefined
  }
}

function keyOf(from: string, to: string): string {
  return JSON.stringify([from, to])
}

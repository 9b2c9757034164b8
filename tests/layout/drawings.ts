// The same graph drawn by our layout and by Graphviz, in one form.

import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { layoutGraph, type LayoutInput, type LayoutOptions } from '@throughline/layout'
import { countCrossings, countStraightCrossings, flatten, type Line, type Place } from './count-crossings.ts'

export interface Drawing {
  readonly lines: readonly Line[]
  /** By the id of the node. */
  readonly middles: ReadonlyMap<string, Place>
  readonly width: number
  readonly height: number
}

export interface Measured {
  /** Of the lines as they are drawn. */
  readonly crossings: number
  /** If every line were straight, from middle to middle. */
  readonly straight: number
  readonly width: number
  readonly height: number
}

export function measureDrawing({ lines, middles, width, height }: Drawing): Measured {
  return { crossings: countCrossings(lines), straight: countStraightCrossings(lines, middles), width, height }
}

export function drawOurs(graph: LayoutInput, options: LayoutOptions = {}): Drawing {
  const { nodes, edges, width, height } = layoutGraph(graph, options)
  const middles = new Map(nodes.map((node) => [node.id, [node.x + node.width / 2, node.y + node.height / 2] as const]))
  const lines = edges.map(({ from, to, points }) => ({ from, to, points: points.map(({ x, y }) => [x, y] as const) }))
  return { lines, middles, width, height }
}

/** An inch has so many of the units of DOT. */
const INCH = 72

export async function createDot(): Promise<(graph: LayoutInput) => Drawing> {
  const graphviz = await Graphviz.load()
  return (graph) => readPlain(graphviz.layout(toDot(graph), 'plain'))
}

function toDot({ nodes, edges }: LayoutInput): string {
  const boxes = nodes.map(({ id, width, height }) => `${id} [width=${width / INCH}, height=${height / INCH}]`)
  const arrows = edges.map(({ from, to }) => `${from} -> ${to}`)
  return `digraph { node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none]\n${[...boxes, ...arrows].join('\n')}\n}`
}

/** Graphviz's "plain" output: a line for the graph, each node and each edge with the points of its curve. */
function readPlain(text: string): Drawing {
  const middles = new Map<string, Place>()
  const lines: Line[] = []
  let [width, height] = [0, 0]
  for (const [kind, ...words] of text.split('\n').map((line) => line.split(' '))) {
    if (kind === 'graph') [width, height] = [Number(words[1]) * INCH, Number(words[2]) * INCH]
    if (kind === 'node') middles.set(words[0]!, [Number(words[1]), Number(words[2])])
    if (kind === 'edge') {
      const numbers = words.slice(3, 3 + 2 * Number(words[2])).map(Number)
      const controls = numbers.flatMap((x, at): Place[] => (at % 2 === 0 ? [[x, numbers[at + 1]!]] : []))
      lines.push({ from: words[0]!, to: words[1]!, points: flatten(controls) })
    }
  }
  return { lines, middles, width, height }
}

// Lays out a graph once by one of several programs: what it cost, and how often lines cross.
//
// usage: node layout.ts <best | fast | dot | dagre | elk> <recorded graph, or local-300, random-300 and so on>

import { graphlib, layout as layoutWithDagre } from '@dagrejs/dagre'
import ELK from 'elkjs/lib/elk.bundled.js'
import type { LayoutInput } from '@throughline/layout'
import type { Place } from '../../tests/layout/count-crossings.ts'
import { createDot, drawOurs, measureDrawing, type Drawing } from '../../tests/layout/drawings.ts'
import { generatedGraph, recordedGraph } from '../../tests/layout/graphs.ts'

type Draw = (graph: LayoutInput) => Drawing | Promise<Drawing>

const engines: Readonly<Record<string, () => Draw | Promise<Draw>>> = {
  best: () => (graph) => drawOurs(graph),
  fast: () => (graph) => drawOurs(graph, { effort: 'fast' }),
  dot: createDot,
  dagre: () => drawWithDagre,
  elk: () => drawWithElk,
}

function drawWithDagre({ nodes, edges }: LayoutInput): Drawing {
  const graph = new graphlib.Graph()
  graph.setGraph({ rankdir: 'TB' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  for (const { from, to } of edges) graph.setEdge(from, to)
  layoutWithDagre(graph)
  const { width = 0, height = 0 } = graph.graph()
  const middles = new Map(nodes.map(({ id }): [string, Place] => [id, [graph.node(id).x, graph.node(id).y]]))
  const lines = edges.map(({ from, to }) => {
    const points = graph.edge(from, to).points.map(({ x, y }: { x: number; y: number }): Place => [x, y])
    return { from, to, points }
  })
  return { lines, middles, width, height }
}

interface ElkPoint {
  readonly x: number
  readonly y: number
}
interface ElkLayout {
  readonly width: number
  readonly height: number
  readonly children: readonly (LayoutInput['nodes'][number] & ElkPoint)[]
  readonly edges: readonly {
    readonly sections: readonly [{ startPoint: ElkPoint; bendPoints?: readonly ElkPoint[]; endPoint: ElkPoint }]
  }[]
}
/** The types of ELK know its class only as a member of the module. */
const Elk = ELK as unknown as new () => { layout(graph: object): Promise<ElkLayout> }

async function drawWithElk({ nodes, edges }: LayoutInput): Promise<Drawing> {
  const laid = await new Elk().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'DOWN', 'elk.edgeRouting': 'POLYLINE' },
    children: nodes.map((node) => ({ ...node })),
    edges: edges.map(({ from, to }, at) => ({ id: `e${at}`, sources: [from], targets: [to] })),
  })
  const middles = new Map(
    laid.children.map(({ id, x, y, width, height }): [string, Place] => [id, [x + width / 2, y + height / 2]]),
  )
  const lines = laid.edges.map(({ sections: [{ startPoint, bendPoints = [], endPoint }] }, at) => {
    const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }): Place => [x, y])
    return { from: edges[at]!.from, to: edges[at]!.to, points }
  })
  return { lines, middles, width: laid.width, height: laid.height }
}

const [engine = '', name = ''] = process.argv.slice(2)
const [shape, count] = name.split('-')
const graph =
  shape === 'local' || shape === 'random' ? generatedGraph(shape, Number(count)) : recordedGraph(name as 'penguins')
const draw = await engines[engine]!()
const before = process.cpuUsage()
const drawing = await draw(graph)
const { user, system } = process.cpuUsage(before)
const sizes = { nodes: graph.nodes.length, edges: graph.edges.length }
console.log(JSON.stringify({ ...sizes, cpuMs: (user + system) / 1000, ...measureDrawing(drawing) }))

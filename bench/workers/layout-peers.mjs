// Layouts by dagre and by ELK. Plain JavaScript: the peers of benchmarks are installed beside them, and not where types are checked.

import { graphlib, layout } from '@dagrejs/dagre'
import ELK from 'elkjs/lib/elk.bundled.js'

/** @param {import('@throughline/layout').LayoutInput} input */
export function drawWithDagre({ nodes, edges }) {
  const graph = new graphlib.Graph()
  graph.setGraph({ rankdir: 'TB' })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  for (const { from, to } of edges) graph.setEdge(from, to)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  const middles = new Map(nodes.map(({ id }) => [id, [graph.node(id).x, graph.node(id).y]]))
  const lines = edges.map(({ from, to }) => ({
    from,
    to,
    points: graph.edge(from, to).points.map(({ x, y }) => [x, y]),
  }))
  return { lines, middles, width, height }
}

/** @param {import('@throughline/layout').LayoutInput} input */
export async function drawWithElk({ nodes, edges }) {
  const laid = await new ELK().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'DOWN', 'elk.edgeRouting': 'POLYLINE' },
    children: nodes.map((node) => ({ ...node })),
    edges: edges.map(({ from, to }, at) => ({ id: `e${at}`, sources: [from], targets: [to] })),
  })
  const middles = new Map(laid.children.map(({ id, x, y, width, height }) => [id, [x + width / 2, y + height / 2]]))
  const lines = laid.edges.map(({ sections: [{ startPoint, bendPoints = [], endPoint }] }, at) => {
    const points = [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y])
    return { from: edges[at].from, to: edges[at].to, points }
  })
  return { lines, middles, width: laid.width, height: laid.height }
}

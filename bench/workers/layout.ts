// Lays out a graph once by one of several programs: what it cost, and how often lines cross.
//
// usage: node layout.ts <best | fast | dot | dagre | elk> <recorded graph, or local-300, random-300 and so on>

import type { LayoutInput } from '@throughline/layout'
import { createDot, drawOurs, measureDrawing, type Drawing } from '../../tests/layout/drawings.ts'
import { generatedGraph, recordedGraph } from '../../tests/layout/graphs.ts'

type Draw = (graph: LayoutInput) => Drawing | Promise<Drawing>

const engines: Readonly<Record<string, () => Draw | Promise<Draw>>> = {
  best: () => (graph) => drawOurs(graph),
  fast: () => (graph) => drawOurs(graph, { effort: 'fast' }),
  dot: createDot,
  dagre: async () => (await loadPeers()).drawWithDagre,
  elk: async () => (await loadPeers()).drawWithElk,
}

/** Loaded when it is asked for, as nobody else has the peers. */
async function loadPeers(): Promise<{ readonly drawWithDagre: Draw; readonly drawWithElk: Draw }> {
  const module = './layout-peers.mjs'
  return (await import(module)) as Awaited<ReturnType<typeof loadPeers>>
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

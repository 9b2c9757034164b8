// Where a result comes from and what it feeds: questions to the graph, answered by names.

import { coreIssue } from '../errors/catalogue.ts'
import { throwIfAny } from '../errors/throughline-error.ts'
import type { Graph } from './graph.ts'
import { shortestPath } from './shortest-path.ts'

/** All that a node depends on, transitively, inputs included. Sorted; without the node itself. */
export function upstream(graph: Graph, name: string): string[] {
  return without(name, needed(graph, [name]))
}

/** All nodes that depend on a node or input, transitively. Sorted; without the node itself. */
export function downstream(graph: Graph, name: string): string[] {
  return without(
    name,
    reach(graph, [name], (one) => readersOf(graph, one)),
  )
}

/** A shortest way along the arrows from what gives to what reads, both ends included. */
export function pathBetween(graph: Graph, from: string, to: string): string[] | undefined {
  assertKnown(graph, [from, to])
  return shortestPath(
    from,
    (name) => readersOf(graph, name),
    (name) => name === to,
  )
}

function readersOf(graph: Graph, name: string): readonly string[] {
  return graph.readers.get(name) ?? []
}

/** The inputs that these nodes need, transitively, optional ones included. Sorted. */
export function requiredInputs(graph: Graph, outputs: readonly string[]): string[] {
  return [...needed(graph, outputs)].filter((name) => !graph.nodes.has(name)).sort()
}

/** These names and all that they depend on, transitively. */
export function needed(graph: Graph, names: readonly string[]): Set<string> {
  return reach(graph, names, (name) => graph.nodes.get(name)?.dependencies.map((one) => one.name) ?? [])
}

function reach(graph: Graph, start: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  assertKnown(graph, start)
  const seen = new Set(start)
  for (const name of seen) for (const one of next(name)) seen.add(one)
  return seen
}

function without(name: string, names: ReadonlySet<string>): string[] {
  return [...names].filter((one) => one !== name).sort()
}

/** @throws the code, for every name that is neither a node nor an input */
export function assertKnown(
  graph: Graph,
  names: readonly string[],
  code: 'graph/unknown-node' | 'graph/unknown-override' = 'graph/unknown-node',
): void {
  const unknown = names.filter((name) => !graph.nodes.has(name) && !graph.isInput(name))
  const known = unknown.length > 0 ? [...graph.nodes.keys(), ...graph.inputs] : []
  throwIfAny(unknown.map((name) => coreIssue(code, { name, known })))
}

// Where a result comes from and what it feeds: questions to the graph, answered by names.

import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { Graph } from './graph.ts'

/** All that a node depends on, transitively, inputs included. Sorted; without the node itself. */
export function upstream(graph: Graph, name: string): string[] {
  return reach(graph, name, (one) => graph.nodes.get(one)?.dependencies.map((dependency) => dependency.name) ?? [])
}

/** All nodes that depend on a node or input, transitively. Sorted; without the node itself. */
export function downstream(graph: Graph, name: string): string[] {
  return reach(graph, name, (one) => graph.readersOf(one))
}

/** A shortest way along the arrows from what gives to what reads, both ends included. */
export function pathBetween(graph: Graph, from: string, to: string): string[] | undefined {
  assertKnown(graph, [from, to])
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  for (const name of cameFrom.keys()) {
    if (name === to) {
      const path: string[] = []
      for (let at: string | undefined = to; at !== undefined; at = cameFrom.get(at)) path.unshift(at)
      return path
    }
    for (const reader of graph.readersOf(name)) if (!cameFrom.has(reader)) cameFrom.set(reader, name)
  }
  return undefined
}

/** The inputs that these nodes need, transitively, optional ones included. Sorted. */
export function requiredInputs(graph: Graph, outputs: readonly string[]): string[] {
  const needed = new Set(outputs.flatMap((output) => upstream(graph, output)))
  return [...needed].filter((name) => !graph.nodes.has(name)).sort()
}

function reach(graph: Graph, start: string, next: (name: string) => readonly string[]): string[] {
  assertKnown(graph, [start])
  const seen = new Set([start])
  for (const name of seen) for (const one of next(name)) seen.add(one)
  seen.delete(start)
  return [...seen].sort()
}

function assertKnown(graph: Graph, names: readonly string[]): void {
  const unknown = names.filter((name) => !graph.nodes.has(name) && !graph.inputs.has(name))
  if (unknown.length === 0) return
  const known = [...graph.nodes.keys(), ...graph.inputs.keys()]
  throw new ThroughlineError(unknown.map((name) => coreIssue('graph/unknown-node', { name, known }, { subject: { name } })))
}

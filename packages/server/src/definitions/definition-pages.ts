// What is asked of definitions: a flow, one of its nodes, a machine.

import type { MachineJson } from '@throughline/machine'
import { refuse } from '../answers/problem-answer.ts'
import type { FlowGraph, FlowNode, MachinePage, NodePage } from '../api/index.ts'
import type { ReadFlow, ReadProject } from './child/read-project.ts'

/** @throws {server/unknown-flow} */
export function flowOf(project: ReadProject | undefined, name: string): FlowGraph {
  return found(project, name).graph
}

/** What its files say; the record knows more. @throws {server/unknown-flow} {server/unknown-node} */
export function nodeOf(project: ReadProject | undefined, flow: string, name: string): Omit<NodePage, 'recorded'> {
  const { graph, details } = found(project, flow)
  const index = graph.nodes.findIndex((one) => one.name === name)
  const [node, about] = [graph.nodes[index], details[index]]
  if (!project || !node || !about)
    return refuse('server/unknown-node', { node: name, flow, known: graph.nodes.map((one) => one.name) })
  const { documentation, source, functions } = about
  const readers = downstreamIn(graph)
  const read = ({ text, at }: NonNullable<typeof source>) => ({ text: project.texts[text] ?? '', at })
  return {
    flow,
    node,
    ...(documentation !== undefined && { documentation }),
    ...(source && { source: read(source) }),
    ...(functions && { functions: functions.map(read) }),
    upstream: reached(name, upstreamIn(graph)),
    downstream: reached(name, readers),
    readBy: readers.get(name) ?? [],
    alsoIn: project.flows
      .filter(({ graph: other }) => other.name !== flow && other.nodes.some((one) => isSamePlace(one, node)))
      .map(({ graph: other }) => other.name),
  }
}

/** @throws {server/unknown-machine} */
export function machineOf(project: ReadProject | undefined, name: string): MachinePage {
  const machines = project?.machines ?? []
  const machine = machines.find((one) => one.name === name)?.machine
  if (!machine) return refuse('server/unknown-machine', { machine: name, known: machines.map((one) => one.name) })
  return { name, machine, edges: edgesOf(machine) }
}

/** One arrow for each action that can follow another. */
function edgesOf({ edges }: MachineJson): MachinePage['edges'] {
  return edges.flatMap(({ kind, from, to, label }) =>
    to.map((target) => ({ from, to: target, ...(label !== undefined && { label }), isError: kind === 'error' })),
  )
}

function found(project: ReadProject | undefined, name: string): ReadFlow {
  const flows = project?.flows ?? []
  const flow = flows.find(({ graph }) => graph.name === name)
  return flow ?? refuse('server/unknown-flow', { flow: name, known: flows.map(({ graph }) => graph.name) })
}

function upstreamIn({ nodes }: FlowGraph): ReadonlyMap<string, readonly string[]> {
  return new Map(nodes.map(({ name, dependencies }) => [name, dependencies.map((one) => one.name)]))
}

function downstreamIn({ nodes }: FlowGraph): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>()
  for (const { name, dependencies } of nodes)
    for (const dependency of dependencies) {
      const known = readers.get(dependency.name)
      if (known) known.push(name)
      else readers.set(dependency.name, [name])
    }
  return readers
}

/** The nearest first; without the start. */
function reached(start: string, next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const names = new Set([start])
  for (const name of names) for (const one of next.get(name) ?? []) names.add(one)
  names.delete(start)
  return [...names]
}

function isSamePlace({ at, name }: FlowNode, other: FlowNode): boolean {
  const isThere = at !== undefined && other.at !== undefined
  return isThere && name === other.name && at.file === other.at.file && at.line === other.at.line
}

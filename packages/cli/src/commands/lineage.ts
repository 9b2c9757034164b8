// throughline lineage: where a result comes from, and what it feeds.

import { displayPath } from '@throughline/project'
import type { FlowDescription, NodeDescription } from '@throughline/project/process'
import { dirname } from 'node:path'
import { cliIssue } from '../issues.ts'
import { renderTree } from '../render/tree.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, type Context, type ProjectFlags } from './context.ts'

export interface LineageFlags extends ProjectFlags {
  readonly flow?: string
  readonly json: boolean
}

export async function lineage(this: Context, flags: LineageFlags, name: string): Promise<void> {
  const config = locateProject(this, flags)
  if (config === undefined) return
  const { flow: wanted } = flags
  const answer = await askProject(this, config, { kind: 'describe', ...(wanted !== undefined && { flow: wanted }) })
  if (answer?.project === undefined) return
  const { flows } = answer.project
  const having = flows.filter((flow) => namesOf(flow).includes(name))
  const [flow] = having
  if (flow === undefined) {
    const known = flows.flatMap(namesOf)
    reportIssues(this, [cliIssue('cli/unknown-node', { name, known, ...(wanted !== undefined && { flow: wanted }) })])
    return
  }
  if (having.length > 1) {
    reportIssues(this, [cliIssue('cli/ambiguous-node', { name, flows: having.map((one) => one.name) })])
    return
  }
  const { out } = this.terminal
  out.write(flags.json ? `${JSON.stringify(toJson(flow, name))}\n` : `${toText(flow, name, dirname(config), this)}\n`)
}

function namesOf({ nodes, inputs }: FlowDescription): string[] {
  return [...nodes.map((node) => node.name), ...inputs.map((input) => input.name)]
}

interface Edges {
  readonly up: (name: string) => readonly string[]
  readonly down: (name: string) => readonly string[]
}

function edgesOf({ nodes }: FlowDescription): Edges {
  const up = new Map(nodes.map((node) => [node.name, node.dependencies.map((dependency) => dependency.name)]))
  const down = new Map<string, string[]>()
  for (const [name, reads] of up) {
    for (const read of reads) {
      const readers = down.get(read)
      if (readers) readers.push(name)
      else down.set(read, [name])
    }
  }
  return { up: (name) => up.get(name) ?? [], down: (name) => down.get(name) ?? [] }
}

function toText(flow: FlowDescription, name: string, directory: string, { terminal }: Context): string {
  const { bold, dim } = terminal.out.colours
  const edges = edgesOf(flow)
  const nodes = new Map(flow.nodes.map((node) => [node.name, node]))
  const label = (one: string): string => {
    const node = nodes.get(one)
    return node === undefined ? `${one}  ${dim('input')}` : `${one}  ${dim(placeOf(node, directory))}`
  }
  const from = renderTree(name, edges.up, label)
  const feeds = renderTree(name, edges.down, label)
  const heading = `${bold(name)}  ${dim(`in the flow ${flow.name}`)}`
  return [
    heading,
    bold('comes from'),
    ...(edges.up(name).length > 0
      ? from
      : [dim(nodes.has(name) ? '  nothing: it reads nothing' : '  outside: it is an input')]),
    bold('feeds'),
    ...(edges.down(name).length > 0 ? feeds : [dim('  nothing: it is a final result')]),
  ].join('\n')
}

function placeOf({ kind, origin }: NodeDescription, directory: string): string {
  return origin ? `${displayPath(origin.module, directory)}:${origin.line}` : kind
}

function toJson(flow: FlowDescription, name: string): object {
  const edges = edgesOf(flow)
  const node = flow.nodes.find((one) => one.name === name)
  const isInput = new Set(flow.inputs.map((input) => input.name))
  const upstream = reach(name, edges.up)
  return {
    flow: flow.name,
    name,
    kind: node?.kind ?? 'input',
    ...(node?.origin && { origin: node.origin }),
    reads: edges.up(name),
    readBy: edges.down(name),
    upstream: upstream.filter((one) => !isInput.has(one)),
    inputs: upstream.filter((one) => isInput.has(one)),
    downstream: reach(name, edges.down),
  }
}

/** Everything along the edges, sorted. */
function reach(start: string, next: (name: string) => readonly string[]): string[] {
  const seen = new Set([start])
  for (const name of seen) for (const one of next(name)) seen.add(one)
  seen.delete(start)
  return [...seen].sort()
}

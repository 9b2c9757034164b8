// throughline lineage: where a result comes from, and what it feeds.

import { displayPath } from '@throughline/project'
import type { FlowDescription } from '@throughline/project/process'
import { dirname } from 'node:path'
import { cliIssue } from '../issues.ts'
import { renderTree } from '../render/tree.ts'
import {
  describeFromSource,
  prepareSource,
  readSource,
  type DescribedFlow,
  type DescribedNode,
} from '../source/source-facts.ts'
import { fit } from '../terminal/text-width.ts'
import { askProject } from './ask-project.ts'
import { locateProject, reportIssues, type Context } from './context.ts'
import type { RecordFlags } from '../record/open-project-record.ts'

export interface LineageFlags extends RecordFlags {
  readonly flow?: string
  /** A recorded run. */
  readonly run?: string
  readonly json: boolean
}

export async function lineage(this: Context, flags: LineageFlags, name: string): Promise<void> {
  const { flow: wanted, run } = flags
  if (run !== undefined) {
    const { recordedLineage } = await import('./recorded-lineage.ts')
    await recordedLineage(this, { ...flags, run }, name)
    return
  }
  const config = locateProject(this, flags)
  if (config === undefined) return
  prepareSource()
  const answer = await askProject(this, config, {
    kind: 'describe',
    places: 'auto',
    ...(wanted !== undefined && { flow: wanted }),
  })
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
  const described = await describeFromSource(flow, await readSource(answer.files))
  const text = flags.json ? JSON.stringify(toJson(described, name)) : toText(described, name, dirname(config), this)
  this.terminal.out.write(`${text}\n`)
}

function namesOf({ nodes, inputs }: FlowDescription): string[] {
  return [...nodes.map((node) => node.name), ...inputs.map((input) => input.name)]
}

interface Edges {
  readonly up: (name: string) => readonly string[]
  readonly down: (name: string) => readonly string[]
}

function edgesOf({ nodes }: DescribedFlow): Edges {
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

function toText(flow: DescribedFlow, name: string, directory: string, { terminal }: Context): string {
  const { bold, dim } = terminal.out.colours
  const edges = edgesOf(flow)
  const nodes = new Map(flow.nodes.map((node) => [node.name, node]))
  const label = (one: string): string => {
    const node = nodes.get(one)
    if (node === undefined) return `${one}  ${dim('input')}`
    const about = one === name ? undefined : node.documentation?.summary
    return `${one}  ${dim(placeOf(node, directory))}${about ? `  ${dim(fit(about, WIDEST_SUMMARY))}` : ''}`
  }
  const from = renderTree(name, edges.up, label)
  const feeds = renderTree(name, edges.down, label)
  const heading = `${bold(name)}  ${dim(`in the flow ${flow.name}`)}`
  return [
    heading,
    ...aboutNode(nodes.get(name)),
    bold('comes from'),
    ...(edges.up(name).length > 0
      ? from
      : [dim(nodes.has(name) ? '  nothing: it reads nothing' : '  outside: it is an input')]),
    bold('feeds'),
    ...(edges.down(name).length > 0 ? feeds : [dim('  nothing: it is a final result')]),
  ].join('\n')
}

/** Longer sentences are cut in the trees. */
const WIDEST_SUMMARY = 72

/** What its documentation and its tags say. */
function aboutNode(node: DescribedNode | undefined): string[] {
  if (!node) return []
  const text = node.documentation?.text ?? ''
  const tags = Object.entries(node.tags).map(([key, value]) => (value === '' ? key : `${key}: ${value}`))
  return [
    ...(text === '' ? [] : text.split('\n').map((line) => `  ${line}`.trimEnd())),
    ...tags.map((one) => `  ${one}`),
  ]
}

function placeOf({ kind, origin }: DescribedNode, directory: string): string {
  return origin ? `${displayPath(origin.module, directory)}:${origin.line}` : kind
}

function toJson(flow: DescribedFlow, name: string): object {
  const edges = edgesOf(flow)
  const node = flow.nodes.find((one) => one.name === name)
  const isInput = new Set(flow.inputs.map((input) => input.name))
  const upstream = reach(name, edges.up)
  return {
    flow: flow.name,
    name,
    kind: node?.kind ?? 'input',
    ...(node?.origin && { origin: node.origin }),
    ...(node?.documentation && { documentation: node.documentation }),
    ...(node && { tags: node.tags }),
    ...(node?.type !== undefined && { type: node.type }),
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

// The graph that a run was made of, with what its code says of each node.

import {
  codeFacts,
  checksOf,
  nodeCodes,
  versionBody,
  type CodeText,
  type RunDetails,
} from '@throughline/tracking/queries'
import type { RunRecord } from '@throughline/tracking/record'
import type { FlowGraph, FlowNode } from '../api/index.ts'
import { firstSentence, namespaceOf } from './node-words.ts'

/** What `flow.toJSON()` writes. What an older or newer program wrote may lack some of it. */
interface RecordedGraph {
  readonly nodes?: readonly {
    readonly name: string
    readonly kind?: string
    readonly exportPath?: string
    readonly dependencies?: readonly { readonly name: string; readonly optional?: boolean }[]
    readonly tags?: Readonly<Record<string, string>>
  }[]
  readonly inputs?: readonly { readonly name: string; readonly optional?: boolean }[]
  readonly config?: readonly {
    readonly key: string
    readonly values?: readonly (string | number | boolean)[]
    readonly chosen?: string | number | boolean
    readonly nodes?: readonly string[]
  }[]
}

/** Of a run whose graph nobody told the nodes are those of its plan, without edges. */
export async function recordedGraph(record: RunRecord, run: RunDetails): Promise<FlowGraph> {
  const { graph: id } = run.versions
  const told = id === undefined ? undefined : ((await versionBody(record, 'graph', id)) as RecordedGraph | undefined)
  const isKnown = told !== undefined && Array.isArray(told.nodes)
  const { nodes = [], inputs = [], config = [] } = isKnown ? told : { nodes: run.nodes.map((name) => ({ name })) }
  const codes = await nodeCodes(record, run.id)
  const [facts, checks] = await Promise.all([codeFacts(record, codes), checksOf(record, { run: run.id })])
  const checksByNode = grouped(checks.map(({ node, check }) => [node, check]))
  const drawn = nodes.map((node) => toNode(node, facts.get(node.name), checksByNode.get(node.name) ?? []))
  const reads = drawn.flatMap(({ name, dependencies }) =>
    dependencies.map((read): [string, string] => [read.name, name]),
  )
  const readers = grouped(reads)
  return {
    name: run.flow,
    nodes: inTopologicalOrder(drawn),
    inputs: inputs.map(({ name, optional = false }) => ({
      name,
      isRequired: !optional,
      nodes: readers.get(name) ?? [],
    })),
    config: config.map(({ key, values = [], chosen, nodes: deciding = [] }) => ({
      name: key,
      values: values.map(String),
      ...(chosen !== undefined && { chosen: String(chosen) }),
      nodes: deciding,
    })),
  }
}

/** By the first: each second once, in the given order. */
function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (!group) groups.set(key, [value])
    else if (!group.includes(value)) group.push(value)
  }
  return groups
}

function toNode(
  { name, kind = 'function', exportPath, dependencies = [], tags = {} }: NonNullable<RecordedGraph['nodes']>[number],
  code: CodeText | undefined,
  checks: readonly string[],
): FlowNode {
  const { doc, file, line, type } = code ?? {}
  const namespace = namespaceOf(name)
  return {
    name,
    kind,
    dependencies: dependencies.map((one) => ({ name: one.name, optional: one.optional ?? false })),
    tags: { ...code?.tags, ...tags },
    checks,
    ...(exportPath !== undefined && { export: exportPath }),
    ...(namespace !== undefined && { namespace }),
    ...(file !== undefined && { module: file }),
    ...(type !== undefined && { type }),
    ...(doc !== undefined && { summary: firstSentence(doc) }),
    ...(file !== undefined && line !== undefined && { at: { file, line } }),
  }
}

/** Each after what it reads; of those that could come next the first that is given. */
function inTopologicalOrder(nodes: readonly FlowNode[]): readonly FlowNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const ordered: FlowNode[] = []
  const seen = new Set<string>()
  for (const node of nodes) {
    // Depth first without recursion: a chain may be longer than the stack.
    const open: { readonly node: FlowNode; next: number }[] = []
    const enter = (one: FlowNode | undefined): void => {
      if (!one || seen.has(one.name)) return
      seen.add(one.name)
      open.push({ node: one, next: 0 })
    }
    enter(node)
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const dependency = top.node.dependencies[top.next++]
      if (dependency) enter(byName.get(dependency.name))
      else ordered.push(open.pop()!.node)
    }
  }
  return ordered
}

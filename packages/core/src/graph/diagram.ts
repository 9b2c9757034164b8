// The graph drawn as text: Mermaid, or DOT for Graphviz.

import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import type { Graph } from './graph.ts'
import { upstream } from './lineage.ts'

export interface DiagramOptions {
  /** Default: `mermaid`. */
  readonly format?: 'mermaid' | 'dot'
  /** Draws only these nodes and what they depend on. Default: everything. */
  readonly outputs?: readonly string[]
  /** Names to be set off from the rest. */
  readonly highlight?: readonly string[]
  /** Draws the nodes that come from one export as one, with their number. Default: false. */
  readonly collapse?: boolean
}

/** A box of the drawing. */
interface Box {
  readonly id: string
  readonly label: string
  readonly shape: 'node' | 'input' | 'given'
  readonly highlighted: boolean
}
interface Drawing {
  readonly boxes: readonly Box[]
  /** Pairs of ids, from what gives to what reads; `optional` when every edge that it stands for is. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly optional: boolean }[]
}

/** @throws {graph/unknown-node} when an output or a highlighted name is not there */
export function drawGraph(graph: Graph, options: DiagramOptions = {}): string {
  const { format = 'mermaid' } = options
  if (format !== 'mermaid' && format !== 'dot') {
    throw new ThroughlineError([
      coreIssue('run/bad-option', { name: 'format', given: format, expected: 'mermaid or dot' }),
    ])
  }
  const drawing = arrange(graph, options)
  return format === 'dot' ? toDot(drawing) : toMermaid(drawing)
}

function arrange(graph: Graph, options: DiagramOptions): Drawing {
  const shown = options.outputs
    ? new Set(options.outputs.flatMap((name) => [name, ...upstream(graph, name)]))
    : undefined
  const highlighted = new Set(options.highlight)
  for (const name of highlighted) upstream(graph, name)
  const groups = new Map<string, { name: string; members: string[]; shape: Box['shape'] }>()
  const groupOf = new Map<string, string>()
  const add = (name: string, group: string, label: string, shape: Box['shape']): void => {
    if (shown && !shown.has(name)) return
    const known = groups.get(group) ?? { name: label, members: [], shape }
    groups.set(group, known)
    known.members.push(name)
    groupOf.set(name, group)
  }
  for (const name of graph.inputs) add(name, `input ${name}`, name, 'input')
  for (const node of graph.nodes.values()) {
    const given = node.kind === 'config' || node.kind === 'override'
    const label = options.collapse === true && !given ? node.source.exportPath : node.name
    add(node.name, `${node.moduleIndex} ${label}`, label, given ? 'given' : 'node')
  }
  const ids = new Map([...groups.keys()].map((group, index) => [group, `n${index}`]))
  const boxes = [...groups].map(([group, { name, members, shape }]) => ({
    id: ids.get(group)!,
    label: members.length > 1 ? `${name} (${members.length})` : members[0]!,
    shape,
    highlighted: members.some((member) => highlighted.has(member)),
  }))
  const edges = new Map<string, { from: string; to: string; optional: boolean }>()
  for (const node of graph.nodes.values()) {
    for (const dependency of node.dependencies) {
      const from = ids.get(groupOf.get(dependency.name) ?? '')
      const to = ids.get(groupOf.get(node.name) ?? '')
      if (from === undefined || to === undefined || from === to) continue
      const known = edges.get(`${from} ${to}`)
      edges.set(`${from} ${to}`, { from, to, optional: dependency.optional && known?.optional !== false })
    }
  }
  return { boxes, edges: [...edges.values()] }
}

const MERMAID_SHAPES = { node: ['[', ']'], input: ['([', '])'], given: ['{{', '}}'] } as const
const DOT_SHAPES = { node: 'box, style=rounded', input: 'ellipse, style=dashed', given: 'hexagon' } as const

function toMermaid({ boxes, edges }: Drawing): string {
  // Mermaid reads a label as HTML with entities of its own; everything but plain characters goes in as a code.
  const quote = (text: string): string => `"${text.replace(/[^\w $.,:()\-]/gu, (one) => `#${one.codePointAt(0)};`)}"`
  const lines = boxes.map(({ id, label, shape }) => id + MERMAID_SHAPES[shape].join(quote(label)))
  for (const { from, to, optional } of edges) lines.push(`${from} ${optional ? '-.->' : '-->'} ${to}`)
  for (const { id, highlighted } of boxes) if (highlighted) lines.push(`style ${id} stroke-width:3px`)
  return `flowchart LR\n  ${lines.join('\n  ')}\n`
}

function toDot({ boxes, edges }: Drawing): string {
  // A JSON string is a DOT string, but for the escapes of control characters, which no label needs.
  const lines = boxes.map(({ id, label, shape, highlighted }) => {
    return `${id} [label=${JSON.stringify(label)}, shape=${DOT_SHAPES[shape]}${highlighted ? ', penwidth=3' : ''}]`
  })
  for (const { from, to, optional } of edges) lines.push(`${from} -> ${to}${optional ? ' [style=dashed]' : ''}`)
  return `digraph {\n  rankdir=LR\n  node [fontname="sans-serif", fontsize=11]\n  ${lines.join('\n  ')}\n}\n`
}

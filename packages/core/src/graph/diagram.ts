// The graph drawn as text: Mermaid, or DOT for Graphviz.

import { expectOption } from '../errors/expect-option.ts'
import type { Graph } from './graph.ts'
import { DOT_NODE_STYLE, dotText, mermaidText } from './diagram-text.ts'
import { assertKnown, needed } from './lineage.ts'

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

/** A box of the drawing; several nodes when collapsed. */
export interface DiagramBox {
  readonly id: string
  readonly label: string
  readonly members: readonly string[]
  readonly shape: 'node' | 'input' | 'given'
  readonly isHighlighted: boolean
}

/** Between ids of boxes. */
export interface DiagramArrow {
  readonly from: string
  readonly to: string
  /** Whether every dependency that it stands for is. */
  readonly isOptional: boolean
}

/** What a drawing shows, before anybody says how. */
export interface DiagramParts {
  readonly boxes: readonly DiagramBox[]
  readonly arrows: readonly DiagramArrow[]
}

/** @throws {graph/unknown-node} when an output or a highlighted name is not there */
export function diagramPartsOf(graph: Graph, options: Omit<DiagramOptions, 'format'> = {}): DiagramParts {
  const { outputs, highlight = [], collapse = false } = options
  assertKnown(graph, [...new Set([...(outputs ?? []), ...highlight])])
  const shown = outputs && needed(graph, outputs)
  const boxes = new Map<string, { id: string; members: string[]; name: string; shape: DiagramBox['shape'] }>()
  const boxOf = new Map<string, string>()
  const put = (member: string, key: string, name: string, shape: DiagramBox['shape']): void => {
    if (shown && !shown.has(member)) return
    const box = boxes.get(key) ?? { id: `n${boxes.size}`, members: [], name, shape }
    boxes.set(key, box)
    boxOf.set(member, box.id)
    box.members.push(member)
  }
  for (const name of graph.inputs) put(name, `input ${name}`, name, 'input')
  for (const { name, kind, spec, exportPath, moduleIndex } of graph.nodes.values()) {
    // What a subflow was configured with is a part of it.
    const isGiven = !spec && (kind === 'config' || kind === 'override')
    const group = collapse && !isGiven ? exportPath : name
    put(name, `${isGiven} ${moduleIndex} ${group}`, group, isGiven ? 'given' : 'node')
  }
  const arrows = new Map<string, DiagramArrow>()
  for (const node of graph.nodes.values()) {
    for (const { name, optional } of node.dependencies) {
      const from = boxOf.get(name)
      const to = boxOf.get(node.name)
      if (!from || !to || from === to) continue
      const key = `${from} ${to}`
      arrows.set(key, { from, to, isOptional: optional && arrows.get(key)?.isOptional !== false })
    }
  }
  return {
    boxes: [...boxes.values()].map(({ id, members, name, shape }) => ({
      id,
      label: members.length > 1 ? `${name} (${members.length})` : members[0]!,
      members,
      shape,
      isHighlighted: highlight.some((one) => members.includes(one)),
    })),
    arrows: [...arrows.values()],
  }
}

/** @throws {graph/unknown-node} when an output or a highlighted name is not there */
export function drawGraph(graph: Graph, options: DiagramOptions = {}): string {
  const { format = 'mermaid' } = options
  expectOption(format === 'mermaid' || format === 'dot', undefined, 'format', format, 'mermaid or dot')
  const { boxes, arrows } = diagramPartsOf(graph, options)
  const draw = format === 'dot' ? DOT : MERMAID
  const lines = boxes.map(({ id, label, shape, isHighlighted }) => draw.box(id, label, shape, isHighlighted))
  for (const { from, to, isOptional } of arrows) {
    const arrow = from + draw.arrow + to
    lines.push(isOptional ? draw.optional(arrow) : arrow)
  }
  return `${draw.head}\n  ${lines.join('\n  ')}\n${draw.foot}`
}

const MERMAID_SHAPES = { node: ['[', ']'], input: ['([', '])'], given: ['{{', '}}'] } as const
const MERMAID = {
  head: 'flowchart LR',
  foot: '',
  arrow: ' --> ',
  optional: (arrow: string): string => arrow.replace('-->', '-.->'),
  box: (id: string, label: string, shape: DiagramBox['shape'], isHighlighted: boolean): string => {
    const box = id + MERMAID_SHAPES[shape].join(mermaidText(label))
    return isHighlighted ? `${box}\n  style ${id} stroke-width:3px` : box
  },
}

const DOT_SHAPES = { node: 'box, style=rounded', input: 'ellipse, style=dashed', given: 'hexagon' } as const
const DOT = {
  head: `digraph {\n  rankdir=LR\n  ${DOT_NODE_STYLE}`,
  foot: '}\n',
  arrow: ' -> ',
  optional: (arrow: string): string => `${arrow} [style=dashed]`,
  box: (id: string, label: string, shape: DiagramBox['shape'], isHighlighted: boolean): string =>
    `${id} [label=${dotText(label)}, shape=${DOT_SHAPES[shape]}${isHighlighted ? ', penwidth=3' : ''}]`,
}

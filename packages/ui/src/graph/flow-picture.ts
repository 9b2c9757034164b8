// The graph of a flow as a picture.

import type { FlowGraph, FlowNode } from '@throughline/server/api'
import { plainText } from '../parts/parse-markdown.ts'
import type { Arrow, Box, BoxShape, Picture } from './picture.ts'

const shapes: Readonly<Record<string, BoxShape>> = {
  source: 'slanted',
  sink: 'slanted',
  resource: 'hexagon',
  each: 'double',
  config: 'pill',
  override: 'pill',
}

/** Nodes and, faintly, what they are given: inputs that are no nodes. */
export function flowPicture({ nodes, inputs }: FlowGraph): Picture {
  const names = new Set(nodes.map(({ name }) => name))
  const given = new Map(inputs.map((input) => [input.name, input]))
  for (const { dependencies } of nodes)
    for (const { name, optional } of dependencies)
      if (!names.has(name) && !given.has(name)) given.set(name, { name, isRequired: !optional, nodes: [] })
  const boxes = [
    ...[...given.values()].map(({ name, isRequired, type }): Box => {
      const kind = isRequired ? 'input' : 'optional input'
      return { id: name, label: name, detail: type ?? kind, shape: 'pill', isFaint: true, summary: `An ${kind}.` }
    }),
    ...nodes.map(toBox),
  ]
  const arrows = nodes.flatMap(({ name, dependencies }) =>
    dependencies.map((dependency): Arrow => {
      return { from: dependency.name, to: name, ...(dependency.optional && { isDashed: true }) }
    }),
  )
  return { boxes, arrows, direction: 'right', groupings: groupingsOf(nodes) }
}

function toBox({ name, kind, type, summary, module, namespace, export: origin }: FlowNode): Box {
  const shape = shapes[kind]
  const detail = type ?? (kind === 'function' ? undefined : kind)
  return {
    id: name,
    label: name,
    ...(detail !== undefined && { detail }),
    ...(shape && { shape }),
    ...(summary !== undefined && { summary: plainText(summary) }),
    groups: {
      ...(module !== undefined && { module }),
      ...(namespace !== undefined && { namespace }),
      ...(origin !== undefined && { export: origin }),
    },
  }
}

/** Those that tell at least two groups apart, and put something together. */
function groupingsOf(nodes: readonly FlowNode[]): readonly string[] {
  return (['module', 'namespace', 'export'] as const).filter((grouping) => {
    const names = nodes.flatMap((node) => node[grouping] ?? [])
    const different = new Set(names).size
    return different > 1 && different < names.length
  })
}

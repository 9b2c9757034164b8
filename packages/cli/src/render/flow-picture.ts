// What the picture of a flow shows: its boxes with what the source says about them, in the colours of their modules.

import { basename } from 'node:path'
import type { Picture, PictureBox, Shape } from '@throughline/layout/svg'
import type { FlowDescription } from '@throughline/project/process'
import type { DiagramParts } from 'throughline/insides'
import type { About } from './annotate-diagram.ts'
import { wrap } from './wrap.ts'

const SHAPES: Readonly<Record<DiagramParts['boxes'][number]['shape'], Shape>> = {
  node: 'box',
  input: 'pill',
  given: 'hexagon',
}

/**
 * @param flow its nodes say from which module they come
 * @param about by the name of the node; boxes that stand for several nodes stay as they are
 */
export function flowPicture(
  { boxes, arrows }: DiagramParts,
  flow: FlowDescription,
  about: ReadonlyMap<string, About> = new Map(),
): Picture {
  const modules = new Map(
    flow.nodes.flatMap(({ name, flowModule, origin }) => {
      const module = flowModule ?? origin?.module
      return module === undefined ? [] : [[name, basename(module).replace(/\.[cm]?[jt]s$/, '')] as const]
    }),
  )
  const drawn = boxes.map(({ id, label, members, shape, isHighlighted }): PictureBox => {
    const known = members.length === 1 ? about.get(members[0]!) : undefined
    const group = modules.get(members[0]!)
    return {
      id,
      lines: [label, ...(known?.type === undefined ? [] : wrap(known.type))],
      shape: SHAPES[shape],
      isHighlighted,
      isFaint: shape !== 'node',
      ...(known?.text !== undefined && { tooltip: known.text }),
      ...(shape === 'node' && group !== undefined && { group }),
    }
  })
  const nodes = boxes.filter(({ shape }) => shape === 'node').length
  return {
    title: `The flow ${flow.name}`,
    description: `Nodes: ${nodes}. Inputs and given values: ${boxes.length - nodes}. Dependencies: ${arrows.length}.`,
    boxes: drawn,
    arrows: arrows.map(({ from, to, isOptional }) => ({ from, to, isDashed: isOptional })),
  }
}

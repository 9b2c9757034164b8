// How boxes and arrows are written: in Mermaid, and in DOT.

import { DOT_NODE_STYLE, dotText, mermaidText } from 'throughline/insides'

export interface Box {
  readonly id: string
  readonly lines: readonly string[]
  readonly shape: 'action' | 'flow' | 'waiting' | 'input' | 'start' | 'end' | 'every'
  readonly isHighlighted: boolean
}

/** Between ids of boxes. */
export interface Arrow {
  readonly from: string
  readonly to: string
  readonly label: string
  readonly isDashed: boolean
}

export type Pen = (boxes: readonly Box[], arrows: readonly Arrow[]) => string

const MERMAID_SHAPES: Readonly<Record<Box['shape'], readonly [string, string]>> = {
  action: ['[', ']'],
  flow: ['[[', ']]'],
  waiting: ['[/', '/]'],
  input: ['([', '])'],
  start: ['((', '))'],
  end: ['(((', ')))'],
  every: ['{{', '}}'],
}

export const MERMAID: Pen = (boxes, arrows) => {
  const lines = boxes.flatMap(({ id, lines: text, shape, isHighlighted }) => [
    id + MERMAID_SHAPES[shape].join(mermaidText(...text)),
    ...(isHighlighted ? [`style ${id} stroke-width:3px`] : []),
  ])
  const drawn = arrows.map(({ from, to, label, isDashed }) => {
    const arrow = isDashed ? '-.->' : '-->'
    return `${from} ${arrow}${label === '' ? '' : `|${mermaidText(label)}|`} ${to}`
  })
  return `flowchart TD\n  ${[...lines, ...drawn].join('\n  ')}\n`
}

const DOT_SHAPES: Readonly<Record<Box['shape'], string>> = {
  action: 'box, style=rounded',
  flow: 'box3d',
  waiting: 'parallelogram',
  input: 'ellipse, style=dashed',
  start: 'circle',
  end: 'doublecircle',
  every: 'hexagon',
}

export const DOT: Pen = (boxes, arrows) => {
  const drawn = boxes.map(
    ({ id, lines, shape, isHighlighted }) =>
      `${id} [label=${dotText(...lines)}, shape=${DOT_SHAPES[shape]}${isHighlighted ? ', penwidth=3' : ''}]`,
  )
  const lines = arrows.map(({ from, to, label, isDashed }) => {
    const about = [...(label === '' ? [] : [`label=${dotText(label)}`]), ...(isDashed ? ['style=dashed'] : [])]
    return `${from} -> ${to}${about.length > 0 ? ` [${about.join(', ')}]` : ''}`
  })
  return `digraph {\n  ${DOT_NODE_STYLE}\n  ${[...drawn, ...lines].join('\n  ')}\n}\n`
}

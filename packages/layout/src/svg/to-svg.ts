// A picture as SVG: sizes from its texts, places from the layout.

import { edgePath } from '../edge-path.ts'
import type { Direction, PlacedNode, Point, RoutedEdge, Size } from '../graph.ts'
import { layoutGraph } from '../layout-graph.ts'
import { drawLegend } from './legend.ts'
import { element, escapeText, length } from './markup.ts'
import { measureText } from './measure-text.ts'
import { outline, SIDES } from './outline.ts'
import type { Picture, PictureArrow, PictureBox } from './picture.ts'
import { GROUP_COLOURS, stylesheet } from './stylesheet.ts'

export interface SvgOptions {
  /** Default: `best`. */
  readonly effort?: 'fast' | 'best'
}

const NAME = { fontSize: 13, lineHeight: 17 }
const MORE = { fontSize: 11, lineHeight: 14 }
const PADDING = 7
const MARGIN = 20
const ARROW = 7

/**
 * Draws a picture. It is a document of its own: no font, no script, no address of elsewhere; it follows the light or dark
 * of the page, and has a title and a description for those who hear it.
 *
 * @throws {layout/unknown-node} when an arrow has an end that is no box
 * @throws {layout/doubled-id} when two boxes have the same id
 */
export function toSvg(picture: Picture, { effort = 'best' }: SvgOptions = {}): string {
  const { title, boxes, arrows, direction = 'right' } = picture
  const layout = layoutGraph(
    { nodes: boxes.map((box) => ({ id: box.id, ...sizeOfBox(box) })), edges: arrows.map(toEdge) },
    { direction, effort, gaps: direction === 'right' ? { nodes: 14, layers: 44 } : { nodes: 24, layers: 40 } },
  )
  const groups = [...new Set(boxes.flatMap(({ group }) => group ?? []))].sort()
  const colours = new Map(groups.map((group, at) => [group, (at % GROUP_COLOURS) + 1]))
  const legend = drawLegend(colours, Math.max(layout.width, 320))
  const width = Math.ceil(Math.max(layout.width, legend.width) + 2 * MARGIN)
  const height = Math.ceil(layout.height + legend.height + 2 * MARGIN)
  const description = picture.description ?? `${boxes.length} boxes, ${arrows.length} arrows.`
  const drawn = [
    ...layout.edges.map((edge, at) => drawArrow(edge, arrows[at]!, direction)),
    ...layout.edges.flatMap((edge, at) => drawLabel(edge, arrows[at]!)),
    ...layout.nodes.map((node, at) => drawBox(node, boxes[at]!, colours)),
  ]
  const parts = [
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(description)}</desc>`,
    `<style>${stylesheet(Math.min(groups.length, GROUP_COLOURS))}</style>`,
    element('rect', { class: 'tl-page', width, height }),
    element('g', { transform: `translate(${MARGIN} ${MARGIN})` }, `\n${drawn.join('\n')}\n`),
    ...(legend.markup === '' ? [] : [shifted(legend.markup, { x: MARGIN, y: MARGIN + layout.height })]),
  ]
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'tl-picture',
    role: 'img',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
  }
  return `${element('svg', attributes, `\n${parts.join('\n')}\n`)}\n`
}

function shifted(markup: string, { x, y }: Point): string {
  return element('g', { transform: `translate(${length(x)} ${length(y)})` }, markup)
}

function sizeOfBox({ lines, shape = 'box' }: PictureBox): Size {
  const widths = lines.map((line, at) => measureText(line, at === 0 ? NAME.fontSize : MORE.fontSize))
  const height = NAME.lineHeight + Math.max(0, lines.length - 1) * MORE.lineHeight + 2 * PADDING
  return { width: Math.ceil(Math.max(height, Math.max(0, ...widths) + 2 * SIDES[shape])), height }
}

function toEdge({ from, to, label = '' }: PictureArrow): { from: string; to: string; label?: Size } {
  if (label === '') return { from, to }
  return { from, to, label: { width: Math.ceil(measureText(label, MORE.fontSize) + 8), height: MORE.lineHeight + 2 } }
}

function drawBox(node: PlacedNode, box: PictureBox, colours: ReadonlyMap<string, number>): string {
  const { lines, shape = 'box', group, tooltip, isHighlighted, isFaint } = box
  const { x, y, width } = node
  const text = lines.map((line, at) => {
    const baseline = y + PADDING + (at === 0 ? 13 : NAME.lineHeight + 11 + (at - 1) * MORE.lineHeight)
    const attributes = {
      class: at === 0 ? 'tl-name' : 'tl-more',
      x: x + width / 2,
      y: baseline,
      'text-anchor': 'middle',
    }
    return element('text', attributes, escapeText(line))
  })
  const colour = group === undefined ? 0 : colours.get(group)!
  const classes = ['tl-node', `tl-g${colour}`, isFaint ? 'tl-faint' : '', isHighlighted ? 'tl-mark' : '']
  return element(
    'g',
    { class: classes.filter(Boolean).join(' ') },
    [
      tooltip === undefined ? '' : `<title>${escapeText(tooltip)}</title>`,
      element('g', { class: 'tl-box' }, outline(shape, node)),
      ...text,
    ].join(''),
  )
}

function drawArrow(edge: RoutedEdge, { isDashed }: PictureArrow, direction: Direction): string {
  const tip = edge.points.at(-1)!
  const before = edge.points.at(-2)!
  const isDown = edge.from === edge.to ? tip.x === before.x : direction === 'down'
  const sign = isDown ? Math.sign(tip.y - before.y) : Math.sign(tip.x - before.x)
  const base = isDown ? { x: tip.x, y: tip.y - sign * ARROW } : { x: tip.x - sign * ARROW, y: tip.y }
  const half = ARROW / 2
  const sides = isDown
    ? [
        { x: base.x - half, y: base.y },
        { x: base.x + half, y: base.y },
      ]
    : [
        { x: base.x, y: base.y - half },
        { x: base.x, y: base.y + half },
      ]
  const corners = [tip, ...sides].map(({ x, y }) => `${length(x)} ${length(y)}`)
  const points = [...edge.points.slice(0, -1), base]
  return element(
    'g',
    { class: isDashed ? 'tl-edge tl-dashed' : 'tl-edge' },
    element('path', { d: edgePath({ ...edge, points }, direction) }) +
      element('path', { class: 'tl-head', d: `M${corners.join('L')}Z` }),
  )
}

function drawLabel({ labelAt }: RoutedEdge, { label = '' }: PictureArrow): string[] {
  if (!labelAt) return []
  const width = measureText(label, MORE.fontSize) + 4
  const height = MORE.lineHeight
  const back = element('rect', { x: labelAt.x - width / 2, y: labelAt.y - height / 2, width, height })
  const text = element('text', { x: labelAt.x, y: labelAt.y + 4, 'text-anchor': 'middle' }, escapeText(label))
  return [element('g', { class: 'tl-label' }, back + text)]
}

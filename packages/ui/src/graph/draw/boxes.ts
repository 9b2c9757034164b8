// Draws boxes: with names and marks, as outlines, or as patches of colour.

import { lookOf } from '../../parts/status-looks.ts'
import { isFaint, type Emphasis } from '../emphasis.ts'
import { FONT, MARK, MORE, NAME, PADDING, shorten, widthOf } from '../measure.ts'
import type { Ink, Palette } from '../palette.ts'
import type { PlacedBox } from '../scene.ts'
import type { Statuses } from '../statuses.ts'
import type { Detail } from './detail.ts'
import { outline } from './outline.ts'

export interface BoxStyle {
  readonly palette: Palette
  readonly detail: Detail
  readonly scale: number
  readonly emphasis: Emphasis
  readonly statuses: Statuses | undefined
  readonly hovered: string | undefined
  /** Whether the keyboard is here: what is selected has a ring. */
  readonly hasFocus: boolean
}

const FAINT = 0.3
/** Names are at least as large as this on the screen; below, they are not drawn. */
const SMALLEST_NAME = 9

export function drawBoxes(pen: CanvasRenderingContext2D, boxes: readonly PlacedBox[], style: BoxStyle): void {
  const { detail, emphasis } = style
  if (!detail.hasOutlines) {
    drawPatches(pen, boxes, style)
    const { selected, current } = emphasis
    for (const one of boxes) if (one.id === selected || one.id === current) drawBox(pen, one, style)
    return
  }
  for (const one of boxes) {
    pen.globalAlpha = isFaint(emphasis, one.id) ? FAINT : 1
    drawBox(pen, one, style)
  }
  pen.globalAlpha = 1
}

function inkOf({ id, box, colour }: PlacedBox, { palette, statuses }: BoxStyle): Ink {
  const status = statuses?.of(id)
  if (status !== undefined) return palette.states[lookOf(status).look]!
  const ink = palette.groups[statuses ? 0 : colour]!
  return box.isFaint ? { ...ink, fill: palette.panel } : ink
}

/** By colour, so that thousands take a few strokes. */
function drawPatches(pen: CanvasRenderingContext2D, boxes: readonly PlacedBox[], style: BoxStyle): void {
  const least = 2.2 / style.scale
  const byColour = new Map<string, PlacedBox[]>()
  for (const one of boxes) {
    const key = `${isFaint(style.emphasis, one.id) ? 'faint' : ''}|${inkOf(one, style).line}`
    const list = byColour.get(key)
    if (list) list.push(one)
    else byColour.set(key, [one])
  }
  for (const [key, list] of byColour) {
    pen.globalAlpha = key.startsWith('faint') ? FAINT : 1
    pen.fillStyle = key.slice(key.indexOf('|') + 1)
    for (const { x, y, width, height } of list) pen.fillRect(x, y, Math.max(least, width), Math.max(least, height))
  }
  pen.globalAlpha = 1
}

function drawBox(pen: CanvasRenderingContext2D, placed: PlacedBox, style: BoxStyle): void {
  const { box, group, id } = placed
  const { palette, scale, emphasis, hovered, hasFocus, detail } = style
  const ink = inkOf(placed, style)
  const hair = 1 / scale
  const isSelected = emphasis.selected === id
  if (group) drawBehind(pen, placed, ink, palette, hair)
  outline(pen, box.shape, placed)
  pen.fillStyle = isSelected && !style.statuses ? palette.accentSoft : ink.fill
  pen.fill()
  const isThick = isSelected || hovered === id || emphasis.current === id
  pen.lineWidth = isThick ? Math.max(2 * hair, 2.2) : Math.max(hair, 1.1)
  pen.strokeStyle = isSelected || hovered === id ? palette.accent : ink.line
  if (box.isFaint) pen.setLineDash([4, 3])
  pen.stroke()
  pen.setLineDash([])
  if (emphasis.current === id) ring(pen, placed, palette.states['running']!.line, 4, Math.max(2 * hair, 2.5))
  if (isSelected && hasFocus) ring(pen, placed, palette.focus, 4 * Math.max(1, hair), Math.max(2 * hair, 2))
  if (detail.hasNames) drawText(pen, placed, ink, style)
  if (group) drawShares(pen, placed, style)
}

/** A closed group looks like a stack. */
function drawBehind(
  pen: CanvasRenderingContext2D,
  { x, y, width, height }: PlacedBox,
  ink: Ink,
  palette: Palette,
  hair: number,
): void {
  pen.lineWidth = Math.max(hair, 1.1)
  pen.strokeStyle = ink.line
  pen.fillStyle = palette.panel
  for (const shift of [6, 3]) {
    pen.beginPath()
    pen.roundRect(x + shift, y + shift, width, height, 6)
    pen.fill()
    pen.stroke()
  }
}

function ring(
  pen: CanvasRenderingContext2D,
  { x, y, width, height }: PlacedBox,
  colour: string,
  gap: number,
  line: number,
): void {
  pen.beginPath()
  pen.roundRect(x - gap, y - gap, width + 2 * gap, height + 2 * gap, 6 + gap)
  pen.lineWidth = line
  pen.strokeStyle = colour
  pen.stroke()
}

function drawText(
  pen: CanvasRenderingContext2D,
  placed: PlacedBox,
  ink: Ink,
  { palette, scale, statuses, detail }: BoxStyle,
): void {
  const { box, x, y, width, height, id } = placed
  const status = statuses?.of(id)
  const side = PADDING.x + (box.shape === undefined || box.shape === 'box' ? 0 : 6)
  pen.textBaseline = 'middle'
  if (!detail.hasMore) {
    const size = Math.max(13, SMALLEST_NAME / scale)
    const room = width - 8
    const text = status === undefined ? box.label : `${lookOf(status).mark} ${box.label}`
    pen.font = `600 ${size}px ${FONT}`
    pen.fillStyle = status === undefined ? palette.text : ink.text
    pen.textAlign = 'center'
    const share = room / ((widthOf(text, NAME.font) * size) / 13)
    const most = Math.max(1, Math.floor(text.length * share) - 1)
    pen.fillText(share >= 1 ? text : `${text.slice(0, most)}…`, x + width / 2, y + height / 2)
    pen.textAlign = 'left'
    return
  }
  const more = box.detail
  const hasDetail = more !== undefined
  const first = y + PADDING.y + NAME.height / 2 + (hasDetail ? 0 : (height - 2 * PADDING.y - NAME.height) / 2)
  let left = x + side
  if (statuses) {
    pen.font = NAME.font
    pen.fillStyle = ink.text
    if (status !== undefined) pen.fillText(lookOf(status).mark, left, first)
    left += status === undefined && hasDetail ? 0 : MARK
  }
  pen.font = NAME.font
  pen.fillStyle = palette.text
  pen.fillText(shorten(box.label, NAME.font, x + width - side - left + 1), left, first)
  if (!hasDetail) return
  pen.font = MORE.font
  pen.fillStyle = palette.soft
  const second = y + PADDING.y + NAME.height + MORE.height / 2
  pen.fillText(shorten(more, MORE.font, width - 2 * side + 1), x + side, second)
}

/** How many of a closed group have which status, as a bar below. */
function drawShares(
  pen: CanvasRenderingContext2D,
  { x, y, width, height, group }: PlacedBox,
  { statuses, palette }: BoxStyle,
): void {
  const shares = statuses?.shares(group!)
  if (!shares) return
  let from = x + 6
  const room = width - 12
  for (const [look, count] of shares) {
    const breadth = (room * count) / group!.members.length
    pen.fillStyle = palette.states[look]!.line
    pen.fillRect(from, y + height - 5, breadth, 3)
    from += breadth
  }
}

// Draws arrows: curves with heads, or plain lines when there are many.

import { edgePath, type Direction, type Point } from '@throughline/layout'
import { isFaint, isOnWay, type Emphasis } from '../emphasis.ts'
import { MORE, sizeOfLabel, shorten } from '../measure.ts'
import type { Palette } from '../palette.ts'
import type { PlacedArrow } from '../scene.ts'
import type { Detail } from './detail.ts'

const HEAD = 7

export interface ArrowStyle {
  readonly palette: Palette
  readonly direction: Direction
  readonly detail: Detail
  readonly scale: number
  readonly emphasis: Emphasis
}

/** In the unit of the picture. Arrows on the way of what is selected come last, so that they lie above the others. */
export function drawArrows(pen: CanvasRenderingContext2D, arrows: readonly PlacedArrow[], style: ArrowStyle): void {
  const { palette, emphasis, scale, detail } = style
  const isQuiet = emphasis.selected !== undefined || emphasis.matches !== undefined
  // Many lines beside each other are as dark as a few thick ones.
  const strength = (isQuiet ? 0.35 : 1) * (detail.hasCurves ? 1 : 0.55)
  const [rest, way, errors] = [[] as PlacedArrow[], [] as PlacedArrow[], [] as PlacedArrow[]]
  for (const one of arrows) {
    const { from, to, isError } = one.arrow
    if (isOnWay(emphasis, from, to)) way.push(one)
    else if (isError) errors.push(one)
    else rest.push(one)
  }
  pen.lineWidth = Math.max(1 / scale, 1.2)
  pen.globalAlpha = strength
  stroke(pen, rest, palette.edge, style)
  stroke(pen, errors, palette.error, style)
  pen.globalAlpha = 1
  pen.lineWidth = Math.max(1.6 / scale, 1.8)
  stroke(pen, way, palette.accent, style)
  if (!detail.hasMore) return
  for (const one of arrows) {
    pen.globalAlpha = isQuiet && isFaint(emphasis, one.arrow.from) && isFaint(emphasis, one.arrow.to) ? 0.35 : 1
    drawLabel(pen, one, palette)
  }
  pen.globalAlpha = 1
}

function stroke(
  pen: CanvasRenderingContext2D,
  arrows: readonly PlacedArrow[],
  colour: string,
  { detail, direction }: ArrowStyle,
): void {
  if (arrows.length === 0) return
  pen.strokeStyle = colour
  pen.fillStyle = colour
  if (detail.hasCurves)
    for (const one of arrows) {
      if (one.arrow.isDashed) pen.setLineDash([5, 4])
      pen.stroke((one.path ??= new Path2D(pathOf(one, direction))))
      if (one.arrow.isDashed) pen.setLineDash([])
    }
  else {
    pen.beginPath()
    for (const { points } of arrows) {
      pen.moveTo(points[0]!.x, points[0]!.y)
      for (let at = 1; at < points.length; at++) pen.lineTo(points[at]!.x, points[at]!.y)
    }
    pen.stroke()
  }
  if (!detail.hasHeads) return
  pen.beginPath()
  for (const { points, arrow } of arrows) addHead(pen, points, arrow.from === arrow.to ? undefined : direction)
  pen.fill()
}

function pathOf({ arrow, points }: PlacedArrow, direction: Direction): string {
  const tip = points.at(-1)!
  const { x, y } = wayIn(points, arrow.from === arrow.to ? undefined : direction)
  const end = { x: tip.x - x * HEAD, y: tip.y - y * HEAD }
  return edgePath({ from: arrow.from, to: arrow.to, points: [...points.slice(0, -1), end] }, direction)
}

/** Edges reach boxes at right angles, loops too. */
function wayIn(points: readonly Point[], direction: Direction | undefined): Point {
  const [before, tip] = [points.at(-2)!, points.at(-1)!]
  const isDown = direction === undefined ? tip.x === before.x : direction === 'down'
  return isDown ? { x: 0, y: Math.sign(tip.y - before.y) } : { x: Math.sign(tip.x - before.x), y: 0 }
}

function addHead(pen: CanvasRenderingContext2D, points: readonly Point[], direction: Direction | undefined): void {
  const tip = points.at(-1)!
  const { x, y } = wayIn(points, direction)
  const half = HEAD / 2
  pen.moveTo(tip.x, tip.y)
  pen.lineTo(tip.x - x * HEAD - y * half, tip.y - y * HEAD - x * half)
  pen.lineTo(tip.x - x * HEAD + y * half, tip.y - y * HEAD + x * half)
  pen.closePath()
}

function drawLabel(pen: CanvasRenderingContext2D, { arrow, labelAt }: PlacedArrow, palette: Palette): void {
  if (!labelAt || arrow.label === undefined) return
  const { width, height } = sizeOfLabel(arrow.label)
  pen.fillStyle = palette.ground
  pen.fillRect(labelAt.x - width / 2, labelAt.y - height / 2, width, height)
  pen.fillStyle = arrow.isError ? palette.error : palette.soft
  pen.font = MORE.font
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(shorten(arrow.label, MORE.font, width - 6), labelAt.x, labelAt.y + 0.5)
  pen.textAlign = 'left'
}

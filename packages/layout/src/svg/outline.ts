// The outlines of boxes, and how much of their breadth is lost for text.

import type { Size } from '../graph.ts'
import { element } from './markup.ts'
import type { Shape } from './picture.ts'

interface Place extends Size {
  readonly x: number
  readonly y: number
}

/** What stands beside the text at the left and at the right. */
export const SIDES: Readonly<Record<Shape, number>> = {
  box: 12,
  pill: 14,
  hexagon: 16,
  slanted: 18,
  double: 18,
  ring: 14,
}

/** Between the outline of a box and its lines at the sides, or the ring around it. */
const INSET = 5

export function outline(shape: Shape, place: Place): string {
  const { x, y, width, height } = place
  const path = (d: string): string => element('path', { d })
  switch (shape) {
    case 'box':
      return element('rect', { x, y, width, height, rx: 6 })
    case 'pill':
      return element('rect', { x, y, width, height, rx: height / 2 })
    case 'hexagon': {
      const cut = Math.min(10, width / 4)
      return path(
        `M${x + cut} ${y}H${x + width - cut}L${x + width} ${y + height / 2}L${x + width - cut} ${y + height}H${x + cut}L${x} ${y + height / 2}Z`,
      )
    }
    case 'slanted': {
      const cut = Math.min(10, width / 4)
      return path(`M${x + cut} ${y}H${x + width}L${x + width - cut} ${y + height}H${x}Z`)
    }
    case 'double':
      return (
        element('rect', { x, y, width, height, rx: 2 }) +
        path(`M${x + INSET} ${y}V${y + height}M${x + width - INSET} ${y}V${y + height}`)
      )
    case 'ring': {
      const inner = { x: x + 3, y: y + 3, width: width - 6, height: height - 6, rx: height / 2 - 3 }
      return element('rect', { x, y, width, height, rx: height / 2 }) + element('rect', inner)
    }
  }
}

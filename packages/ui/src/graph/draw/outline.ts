// The outlines of boxes by their shapes.

import type { Bounds } from '../camera.ts'
import type { BoxShape } from '../picture.ts'

const CUT = 9

/** Begins a path with the outline. */
export function outline(
  pen: CanvasRenderingContext2D,
  shape: BoxShape | undefined,
  { x, y, width, height }: Bounds,
): void {
  pen.beginPath()
  switch (shape) {
    case 'pill':
      pen.roundRect(x, y, width, height, height / 2)
      break
    case 'slanted':
      polygon(pen, [x + CUT, y], [x + width, y], [x + width - CUT, y + height], [x, y + height])
      break
    case 'hexagon':
      polygon(
        pen,
        [x + CUT, y],
        [x + width - CUT, y],
        [x + width, y + height / 2],
        [x + width - CUT, y + height],
        [x + CUT, y + height],
        [x, y + height / 2],
      )
      break
    case 'double':
      pen.roundRect(x, y, width, height, 2)
      for (const at of [x + 5, x + width - 5]) {
        pen.moveTo(at, y)
        pen.lineTo(at, y + height)
      }
      break
    default:
      pen.roundRect(x, y, width, height, 6)
  }
}

function polygon(pen: CanvasRenderingContext2D, ...corners: readonly (readonly [number, number])[]): void {
  pen.moveTo(...corners[0]!)
  for (const corner of corners.slice(1)) pen.lineTo(...corner)
  pen.closePath()
}

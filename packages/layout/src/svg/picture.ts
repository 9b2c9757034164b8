// What a picture shows: boxes with text and arrows between them.

import type { Direction } from '../graph.ts'

/** How the outline of a box looks; what it means is the caller's to say. */
export type Shape = 'box' | 'pill' | 'hexagon' | 'slanted' | 'double' | 'ring'

export interface PictureBox {
  readonly id: string
  /** The first is the name; what follows is smaller. */
  readonly lines: readonly string[]
  /** Default: `box`. */
  readonly shape?: Shape
  /** Boxes of a group have a colour of their own, which a legend explains. */
  readonly group?: string
  /** Shown when the pointer rests on the box, and read out. */
  readonly tooltip?: string
  /** Set off from the rest. Default: false. */
  readonly isHighlighted?: boolean
  /** Drawn faintly, as something that comes from elsewhere. Default: false. */
  readonly isFaint?: boolean
}

export interface PictureArrow {
  readonly from: string
  readonly to: string
  readonly label?: string
  /** Default: false. */
  readonly isDashed?: boolean
}

export interface Picture {
  /** What the picture is, for those who hear it. */
  readonly title: string
  /** Default: how many boxes and arrows there are. */
  readonly description?: string
  /** Default: `right`. */
  readonly direction?: Direction
  readonly boxes: readonly PictureBox[]
  readonly arrows: readonly PictureArrow[]
}

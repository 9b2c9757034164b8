// A picture with its places: what is drawn, and what is found under the pointer.

import type { Direction, GraphLayout, Point } from '@throughline/layout'
import { around, type Bounds } from './camera.ts'
import { createGrid, type Grid } from './grid.ts'
import type { Group, ShownPicture } from './grouping.ts'
import type { Arrow, Box } from './picture.ts'

export interface PlacedBox extends Bounds {
  readonly id: string
  readonly box: Box
  /** Of the boxes that may be drawn in its place: a closed group. */
  readonly group?: Group
  /** Which of the colours of groups; 0 for none. */
  readonly colour: number
}

export interface PlacedArrow extends Bounds {
  readonly arrow: Arrow
  readonly points: readonly Point[]
  readonly labelAt?: Point
  /** Made when it is first drawn. */
  path?: Path2D
}

export interface Scene {
  readonly direction: Direction
  readonly boxes: readonly PlacedBox[]
  readonly arrows: readonly PlacedArrow[]
  readonly byId: ReadonlyMap<string, PlacedBox>
  readonly boxGrid: Grid<PlacedBox>
  readonly arrowGrid: Grid<PlacedArrow>
  readonly bounds: Bounds
  /** Of the groups in use, by their names. */
  readonly colours: ReadonlyMap<string, number>
}

const GROUP_COLOURS = 8
const CELL = 256

export function createScene(shown: ShownPicture, layout: GraphLayout, colours: ReadonlyMap<string, number>): Scene {
  const groups = new Map(shown.groups.map((group) => [group.id, group]))
  const { grouping } = shown
  const boxes = shown.boxes.map((box, at): PlacedBox => {
    const { x, y, width, height } = layout.nodes[at]!
    const group = groups.get(box.id)
    const name = grouping === undefined ? undefined : box.groups?.[grouping]
    const colour = name === undefined ? 0 : (colours.get(name) ?? 0)
    return { id: box.id, box, x, y, width, height, colour, ...(group && { group }) }
  })
  const arrows = shown.arrows.map((arrow, at): PlacedArrow => {
    const { points, labelAt } = layout.edges[at]!
    return { arrow, points, ...(labelAt && { labelAt }), ...boundsOf(points) }
  })
  return {
    direction: layout.direction,
    boxes,
    arrows,
    byId: new Map(boxes.map((box) => [box.id, box])),
    boxGrid: createGrid(boxes, CELL),
    arrowGrid: createGrid(arrows, CELL * 2),
    bounds: around([...boxes, ...arrows]),
    colours,
  }
}

function boundsOf(points: readonly Point[]): Bounds {
  return around(points.map(({ x, y }) => ({ x, y, width: 0, height: 0 })))
}

/** By the order of their names, so that a group keeps its colour while others open and close. One alone has none. */
export function coloursOf(boxes: readonly Box[], grouping: string | undefined): Map<string, number> {
  if (grouping === undefined) return new Map()
  const counts = new Map<string, number>()
  for (const { groups } of boxes) {
    const name = groups?.[grouping]
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const names = [...counts].flatMap(([name, count]) => (count > 1 ? [name] : []))
  return new Map(names.sort().map((name, at) => [name, (at % GROUP_COLOURS) + 1]))
}

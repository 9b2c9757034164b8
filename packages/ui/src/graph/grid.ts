// Finds what is at a place, or in a part of a picture, without looking at everything.

import type { Point } from '@throughline/layout'
import { overlaps, type Bounds } from './camera.ts'

export interface Grid<Item extends Bounds> {
  /** Everything that overlaps the part, each once, in the order in which it was given. */
  within(part: Bounds): Item[]
  /** The last given of those at the place. */
  at(place: Point): Item | undefined
}

/** @param cell in the unit of the bounds; a small multiple of the usual size is best */
export function createGrid<Item extends Bounds>(items: readonly Item[], cell: number): Grid<Item> {
  const cells = new Map<number, number[]>()
  const large: number[] = []
  const key = (column: number, row: number): number => column * 1_048_576 + row
  const span = ({ x, y, width, height }: Bounds) => ({
    left: Math.floor(x / cell),
    right: Math.floor((x + width) / cell),
    top: Math.floor(y / cell),
    bottom: Math.floor((y + height) / cell),
  })
  items.forEach((item, at) => {
    const { left, right, top, bottom } = span(item)
    // What spans much of the picture would fill more cells than it saves looks.
    if ((right - left + 1) * (bottom - top + 1) > 64) {
      large.push(at)
      return
    }
    for (let column = left; column <= right; column++)
      for (let row = top; row <= bottom; row++) {
        const list = cells.get(key(column, row))
        if (list) list.push(at)
        else cells.set(key(column, row), [at])
      }
  })
  const within = (part: Bounds): Item[] => {
    const { left, right, top, bottom } = span(part)
    if ((right - left + 1) * (bottom - top + 1) > cells.size + 64) return items.filter((item) => overlaps(item, part))
    const found = new Set<number>(large)
    for (let column = left; column <= right; column++)
      for (let row = top; row <= bottom; row++) for (const at of cells.get(key(column, row)) ?? []) found.add(at)
    return [...found]
      .sort((a, b) => a - b)
      .map((at) => items[at]!)
      .filter((item) => overlaps(item, part))
  }
  return { within, at: ({ x, y }) => within({ x, y, width: 0, height: 0 }).at(-1) }
}

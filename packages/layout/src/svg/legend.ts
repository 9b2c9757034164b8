// Which colour belongs to which group: a row of patches below the picture.

import type { Size } from '../graph.ts'
import { element, escapeText } from './markup.ts'
import { measureText } from './measure-text.ts'

export interface Legend extends Size {
  readonly markup: string
}

const PATCH = 12
const ROW = 22
const ABOVE = 18
const BETWEEN = 18

/**
 * @param colours by group; with fewer than two there is nothing to explain
 * @param width where a new row begins
 */
export function drawLegend(colours: ReadonlyMap<string, number>, width: number): Legend {
  if (colours.size < 2) return { markup: '', width: 0, height: 0 }
  let [x, y, widest] = [0, ABOVE, 0]
  const entries = [...colours].map(([group, colour]) => {
    const breadth = PATCH + 6 + measureText(group, 11)
    if (x > 0 && x + breadth > width) [x, y] = [0, y + ROW]
    const patch = element('rect', { x, y, width: PATCH, height: PATCH, rx: 3 })
    const text = element('text', { class: 'tl-more', x: x + PATCH + 6, y: y + 10 }, escapeText(group))
    widest = Math.max(widest, x + breadth)
    x += breadth + BETWEEN
    return element('g', { class: `tl-g${colour}` }, element('g', { class: 'tl-box' }, patch) + text)
  })
  return { markup: entries.join(''), width: widest, height: y + PATCH }
}

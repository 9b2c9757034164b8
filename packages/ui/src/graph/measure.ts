// How large boxes and labels are, in the fonts of the pages.

import type { Size } from '@throughline/layout'
import type { Box } from './picture.ts'

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
export const NAME = { font: `600 13px ${FONT}`, height: 18 }
export const MORE = { font: `11px ${FONT}`, height: 15 }
export const PADDING = { x: 12, y: 7 }
/** Left of the name, for the mark of a status. */
export const MARK = 18
const WIDEST = 260
const LEAST = 56

const widths = new Map<string, number>()
let pen: CanvasRenderingContext2D | null | undefined

export function widthOf(text: string, font: string): number {
  const key = `${font}\u0001${text}`
  const known = widths.get(key)
  if (known !== undefined) return known
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return text.length * 7
  if (widths.size > 50_000) widths.clear()
  if (pen.font !== font) pen.font = font
  const { width } = pen.measureText(text)
  widths.set(key, width)
  return width
}

/** The text, or its beginning and its end with a mark of omission between them. */
export function shorten(text: string, font: string, room: number): string {
  if (widthOf(text, font) <= room) return text
  let [least, most] = [1, text.length - 1]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (widthOf(cut(text, middle), font) <= room) least = middle
    else most = middle - 1
  }
  return cut(text, least)
}

function cut(text: string, kept: number): string {
  const end = Math.floor(kept / 3)
  return `${text.slice(0, kept - end)}…${end === 0 ? '' : text.slice(-end)}`
}

/** @param hasStatus keeps room for the mark of a status, so that a run that begins moves nothing */
export function sizeOf({ label, detail, shape }: Box, hasStatus: boolean): Size {
  const side = PADDING.x + (shape === undefined || shape === 'box' ? 0 : 6)
  const name = Math.min(WIDEST, widthOf(label, NAME.font)) + (hasStatus ? MARK : 0)
  const more = detail === undefined ? 0 : Math.min(WIDEST, widthOf(detail, MORE.font))
  return {
    width: Math.ceil(Math.max(LEAST, Math.max(name, more) + 2 * side)),
    height: NAME.height + (detail === undefined ? 0 : MORE.height) + 2 * PADDING.y,
  }
}

export function sizeOfLabel(label: string): Size {
  return { width: Math.ceil(Math.min(WIDEST, widthOf(label, MORE.font)) + 10), height: MORE.height + 2 }
}

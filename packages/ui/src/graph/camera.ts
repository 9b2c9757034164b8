// What part of a picture is seen: where its upper left corner is, and how large it is drawn.

import type { Point, Size } from '@throughline/layout'

export interface Camera {
  /** Of the picture, at the left edge of the view. */
  readonly x: number
  /** Of the picture, at the upper edge of the view. */
  readonly y: number
  /** Pixels of the view for a unit of the picture. */
  readonly scale: number
}

export interface Bounds extends Point, Size {}

const LARGEST = 3
const SMALLEST = 0.004

export function toView({ x, y, scale }: Camera, point: Point): Point {
  return { x: (point.x - x) * scale, y: (point.y - y) * scale }
}

export function toPicture({ x, y, scale }: Camera, point: Point): Point {
  return { x: x + point.x / scale, y: y + point.y / scale }
}

export function seen({ x, y, scale }: Camera, view: Size): Bounds {
  return { x, y, width: view.width / scale, height: view.height / scale }
}

/** @param by pixels of the view */
export function pan({ x, y, scale }: Camera, by: Point): Camera {
  return { x: x - by.x / scale, y: y - by.y / scale, scale }
}

/** What is at the place of the view stays there. */
export function zoom(camera: Camera, factor: number, at: Point): Camera {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, camera.scale * factor))
  const held = toPicture(camera, at)
  return { x: held.x - at.x / scale, y: held.y - at.y / scale, scale }
}

/** All of it, in the middle of what `left` leaves; small pictures are not drawn larger than they are. */
export function fit(bounds: Bounds, view: Size, { margin = 28, most = 1, left = 0 } = {}): Camera {
  const width = Math.max(1, view.width - left - 2 * margin)
  const height = Math.max(1, view.height - 2 * margin)
  const scale = Math.max(
    SMALLEST,
    Math.min(most, width / Math.max(1, bounds.width), height / Math.max(1, bounds.height)),
  )
  const middle = { x: bounds.x + bounds.width / 2 - left / scale / 2, y: bounds.y + bounds.height / 2 }
  return center(middle, scale, view)
}

export function center(at: Point, scale: number, view: Size): Camera {
  return { x: at.x - view.width / scale / 2, y: at.y - view.height / scale / 2, scale }
}

/** Moved as little as shows the box with some room around it. */
export function reveal(camera: Camera, box: Bounds, view: Size, margin = 40): Camera {
  const room = margin / camera.scale
  const { width, height } = seen(camera, view)
  const along = (from: number, length: number, at: number, size: number): number => {
    if (size + 2 * room > length) return at + size / 2 - length / 2
    return Math.min(at - room, Math.max(at + size + room - length, from))
  }
  return { ...camera, x: along(camera.x, width, box.x, box.width), y: along(camera.y, height, box.y, box.height) }
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

export function around(all: readonly Bounds[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of all) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}

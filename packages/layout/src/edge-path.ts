// The points of an edge as a smooth line, in the words of SVG and of canvas paths.

import type { Direction, Point, RoutedEdge } from './graph.ts'

/** How round the corners of loops are. */
const CORNER = 8

/**
 * The `d` of an SVG path, or the text of a `Path2D`. The line leaves and reaches nodes at right angles and never goes
 * back between its points.
 *
 * Source: Steffen, "A Simple Method for Monotonic Interpolation in One Dimension", 1990.
 */
export function edgePath(
  { from, to, points }: Pick<RoutedEdge, 'from' | 'to' | 'points'>,
  direction: Direction,
): string {
  if (from === to) return roundedPath(points)
  const isDown = direction === 'down'
  const along = points.map(({ x, y }) => (isDown ? x : y))
  const across = points.map(({ x, y }) => (isDown ? y : x))
  const text = (one: number, other: number): string =>
    isDown ? `${short(one)} ${short(other)}` : `${short(other)} ${short(one)}`
  const slopes = slopesOf(along, across)
  let path = `M${text(along[0]!, across[0]!)}`
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [along[at - 1]!, along[at]!]
    const [start, end] = [across[at - 1]!, across[at]!]
    if (a === b) path += `L${text(b, end)}`
    else {
      const third = (end - start) / 3
      const first = text(a + slopes[at - 1]! * third, start + third)
      path += `C${first} ${text(b - slopes[at]! * third, end - third)} ${text(b, end)}`
    }
  }
  return path
}

/** How far the line goes along the layer for each step across, at each point; none at its ends. */
function slopesOf(along: readonly number[], across: readonly number[]): number[] {
  const slopes = along.map(() => 0)
  for (let at = 1; at + 1 < along.length; at++) {
    const [before, after] = [across[at]! - across[at - 1]!, across[at + 1]! - across[at]!]
    if (before === 0 || after === 0) continue
    const [left, right] = [(along[at]! - along[at - 1]!) / before, (along[at + 1]! - along[at]!) / after]
    if (left * right <= 0) continue
    const mean = (left * after + right * before) / (before + after)
    slopes[at] = Math.sign(left) * Math.min(Math.abs(left), Math.abs(right), Math.abs(mean) / 2) * 2
  }
  return slopes
}

function roundedPath(points: readonly Point[]): string {
  const text = ({ x, y }: Point): string => `${short(x)} ${short(y)}`
  let path = `M${text(points[0]!)}`
  for (let at = 1; at + 1 < points.length; at++) {
    const [before, corner, after] = [points[at - 1]!, points[at]!, points[at + 1]!]
    const radius = Math.min(CORNER, distance(before, corner), distance(corner, after) / 2)
    path += `L${text(towards(corner, before, radius))}Q${text(corner)} ${text(towards(corner, after, radius))}`
  }
  return `${path}L${text(points.at(-1)!)}`
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function towards(from: Point, to: Point, step: number): Point {
  const ratio = step / (distance(from, to) || 1)
  return { x: from.x + (to.x - from.x) * ratio, y: from.y + (to.y - from.y) * ratio }
}

/** Tenths are exact enough for every screen. */
function short(value: number): string {
  return String(Math.round(value * 10) / 10)
}

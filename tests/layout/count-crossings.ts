// How often drawn lines cross, counted in the same way whoever drew them.

export type Place = readonly [x: number, y: number]

export interface Line {
  readonly from: string
  readonly to: string
  readonly points: readonly Place[]
}

interface Piece {
  readonly a: Place
  readonly b: Place
  readonly line: Line
  readonly left: number
  readonly right: number
}

/** Crossings of lines that have no end in common, by their straight pieces. */
export function countCrossings(lines: readonly Line[]): number {
  const pieces = lines
    .flatMap((line) => line.points.slice(1).map((b, at): Piece => toPiece(line.points[at]!, b, line)))
    .sort((one, other) => one.left - other.left)
  let count = 0
  pieces.forEach((one, at) => {
    for (let next = at + 1; next < pieces.length && pieces[next]!.left <= one.right; next++) {
      const other = pieces[next]!
      if (!shareEnd(one.line, other.line) && cross(one, other)) count++
    }
  })
  return count
}

/** Between the middles of boxes, as if all lines were straight: how good the places of the boxes are. */
export function countStraightCrossings(lines: readonly Line[], middles: ReadonlyMap<string, Place>): number {
  return countCrossings(lines.map(({ from, to }) => ({ from, to, points: [middles.get(from)!, middles.get(to)!] })))
}

/** A cubic curve of one or more parts as a line of short pieces. */
export function flatten(controls: readonly Place[], pieces = 12): Place[] {
  const points = [controls[0]!]
  for (let at = 0; at + 3 < controls.length; at += 3) {
    const [a, b, c, d] = controls.slice(at, at + 4) as [Place, Place, Place, Place]
    for (let step = 1; step <= pieces; step++) {
      const [t, u] = [step / pieces, 1 - step / pieces]
      const on = (axis: 0 | 1): number =>
        u ** 3 * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t ** 3 * d[axis]
      points.push([on(0), on(1)])
    }
  }
  return points
}

function toPiece(a: Place, b: Place, line: Line): Piece {
  return { a, b, line, left: Math.min(a[0], b[0]), right: Math.max(a[0], b[0]) }
}

function shareEnd(one: Line, other: Line): boolean {
  return one.from === other.from || one.to === other.to || one.from === other.to || one.to === other.from
}

function cross({ a, b }: Piece, { a: c, b: d }: Piece): boolean {
  const side = (from: Place, to: Place, point: Place): boolean =>
    (to[0] - from[0]) * (point[1] - from[1]) > (to[1] - from[1]) * (point[0] - from[0])
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

// The distribution function that a digest stands for, and how far two of them are apart.

import type { Digest } from '../sketches/digest.ts'

/** At each value, ascending: the share of numbers below it, and the share up to it. Between values, a straight line. */
export interface Steps {
  readonly at: readonly number[]
  readonly below: readonly number[]
  readonly upTo: readonly number[]
}

export function stepsOf({ means, weights, pure, min, max, isExact }: Digest): Steps {
  const isPure = new Set(pure)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const [at, below, upTo]: [number[], number[], number[]] = [[], [], []]
  const add = (value: number, from: number, to: number): void => {
    at.push(value)
    below.push(from / total)
    upTo.push(to / total)
  }
  let before = 0
  for (const [index, mean] of means.entries()) {
    const weight = weights[index]!
    const isOne = isExact || weight === 1 || isPure.has(index)
    if (index === 0 && min < mean) add(min, 0, 0)
    if (isOne) add(mean, before, before + weight)
    else add(mean, before + weight / 2, before + weight / 2)
    before += weight
  }
  if (at.length > 0 && max > at.at(-1)!) add(max, total, total)
  else if (at.length > 0) upTo[upTo.length - 1] = 1
  // Between the values of an exact digest there is nothing: the line is level.
  return { at, below, upTo }
}

/** Both functions at all their values. */
function* together(
  a: Steps,
  b: Steps,
): Generator<{ at: number; a: readonly [number, number]; b: readonly [number, number] }, void, void> {
  let [i, j] = [0, 0]
  while (i < a.at.length || j < b.at.length) {
    const at = Math.min(a.at[i] ?? Number.POSITIVE_INFINITY, b.at[j] ?? Number.POSITIVE_INFINITY)
    yield { at, a: sharesAt(a, i, at), b: sharesAt(b, j, at) }
    while (i < a.at.length && a.at[i]! <= at) i++
    while (j < b.at.length && b.at[j]! <= at) j++
  }
}

/** @param next the index of the first value that is not below */
function sharesAt(steps: Steps, next: number, at: number): readonly [below: number, upTo: number] {
  if (next >= steps.at.length) return [1, 1]
  if (steps.at[next] === at) {
    let last = next
    while (steps.at[last + 1] === at) last++
    return [steps.below[next]!, steps.upTo[last]!]
  }
  if (next === 0) return [0, 0]
  const [left, right] = [steps.at[next - 1]!, steps.at[next]!]
  const ratio = (at - left) / (right - left)
  const share = steps.upTo[next - 1]! + ratio * (steps.below[next]! - steps.upTo[next - 1]!)
  return [share, share]
}

/** The greatest distance: the statistic of Kolmogorov and Smirnov. */
export function greatestDistance(a: Steps, b: Steps): number {
  let greatest = 0
  for (const { a: one, b: other } of together(a, b)) {
    greatest = Math.max(greatest, Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]))
  }
  return greatest
}

/** The area between: the first Wasserstein distance. Vallender, Calculation of the Wasserstein Distance (1974). */
export function areaBetween(a: Steps, b: Steps): number {
  return integrate(together(a, b), ({ a: one, b: other }) => [one[0] - other[0], one[1] - other[1]])
}

/** What the area between two samples would be by chance, in the mean, when both were drawn from this: E|B(F)| √(1/n + 1/m). */
export function areaByChance(steps: Steps, n: number, m: number): number {
  const spread = (share: number): number =>
    Math.sqrt(Math.max(0, (2 / Math.PI) * share * (1 - share) * (1 / n + 1 / m)))
  return integrate(together(steps, steps), ({ a: [below, upTo] }) => [spread(below), spread(upTo)])
}

/** Of the absolute value of what is a straight line between values. */
function integrate<Point extends { readonly at: number }>(
  points: Iterable<Point>,
  heightsAt: (point: Point) => readonly [below: number, upTo: number],
): number {
  let area = 0
  let left: { readonly at: number; readonly height: number } | undefined
  for (const point of points) {
    const [below, upTo] = heightsAt(point)
    if (left) area += (point.at - left.at) * meanHeight(left.height, below)
    left = { at: point.at, height: upTo }
  }
  return area
}

function meanHeight(a: number, b: number): number {
  const [one, other] = [Math.abs(a), Math.abs(b)]
  if (a * b >= 0) return (one + other) / 2
  return (one * one + other * other) / (2 * (one + other))
}

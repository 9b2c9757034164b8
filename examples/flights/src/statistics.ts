// Statistics of plain numbers.

export type Numbers = Float64Array | Int32Array

/** Between the two nearest values, in proportion; `NaN` of nothing. `share` is from 0 to 1. */
export function quantile(values: Numbers, share: number): number {
  const sorted = values.toSorted()
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? NaN
  const above = sorted[Math.ceil(place)] ?? NaN
  return below + (above - below) * (place - Math.floor(place))
}

export const median = (values: Numbers): number => quantile(values, 0.5)

/** Pearson's. */
export function correlation(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [centre, other] = [mean(left), mean(right)]
  const covariance = (a: readonly number[], b: readonly number[], x: number, y: number): number =>
    mean(a.map((value, index) => (value - x) * (b[index]! - y)))
  return (
    covariance(left, right, centre, other) /
    Math.sqrt(covariance(left, left, centre, centre) * covariance(right, right, other, other))
  )
}

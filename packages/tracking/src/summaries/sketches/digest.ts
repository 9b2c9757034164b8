// Quantiles in little room: all values while they are few, then clusters of neighbours, the smaller the nearer to the ends.

/**
 * Dunning and Ertl, Computing Extremely Accurate Quantiles Using t-Digests (2019), the merging variant with scale function k1;
 * equal values are one cluster here, however many they are, so that lists with few values are exact for ever. Written here
 * because what there is keeps no equal values apart, and takes no weights for samples.
 */
export interface Digest {
  readonly min: number
  readonly max: number
  /** Ascending. */
  readonly means: readonly number[]
  readonly weights: readonly number[]
  /** Indices of clusters that are one value, many times. Those of weight 1 are so anyway. */
  readonly pure: readonly number[]
  /** All values are there: quantiles are exact. */
  readonly isExact: boolean
}

/** So many different values are kept as they are. */
export const MOST_EXACT = 200

/** The parameter of compression: at most so many clusters, give or take those of equal values. */
const COMPRESSION = 100

/** How far ranks may be off in a digest that is not exact, as a ratio. Half a percent and less is usual. */
export const RANK_ERROR = 0.02

export const NO_DIGEST: Digest = { min: 0, max: 0, means: [], weights: [], pure: [], isExact: true }

interface Cluster {
  mean: number
  weight: number
  isPure: boolean
}

/**
 * @param values finite; sorted in place
 * @param factor how many each of the values stands for; above 1 of a sample
 */
export function digestOf(values: Float64Array, factor = 1): Digest {
  if (values.length === 0) return NO_DIGEST
  values.sort()
  const clusters: Cluster[] = []
  let last: Cluster | undefined
  for (const value of values) {
    if (last?.mean === value) {
      last.weight++
      last.isPure = true
    } else clusters.push((last = { mean: value === 0 ? 0 : value, weight: 1, isPure: factor === 1 }))
  }
  if (factor !== 1) for (const cluster of clusters) cluster.weight *= factor
  return toDigest(clusters, factor === 1, values[0]!, values.at(-1)!)
}

/** Of both together: exact when both are, and have few different values; otherwise with ranks within {@link RANK_ERROR}. */
export function mergeDigests(a: Digest, b: Digest): Digest {
  if (a.means.length === 0) return b
  if (b.means.length === 0) return a
  const clusters: Cluster[] = []
  for (const next of [...clustersOf(a), ...clustersOf(b)].sort(byMean)) {
    const last = clusters.at(-1)
    if (last?.isPure && next.isPure && last.mean === next.mean) last.weight += next.weight
    else clusters.push(next)
  }
  return toDigest(clusters, a.isExact && b.isExact, Math.min(a.min, b.min), Math.max(a.max, b.max))
}

/** Pure clusters come first, then by weight, so that the order of what is merged counts as little as can be. */
function byMean(a: Cluster, b: Cluster): number {
  return a.mean - b.mean || Number(b.isPure) - Number(a.isPure) || a.weight - b.weight
}

function clustersOf({ means, weights, pure }: Digest): Cluster[] {
  const isPure = new Set(pure)
  return means.map((mean, at) => ({ mean, weight: weights[at]!, isPure: weights[at] === 1 || isPure.has(at) }))
}

function toDigest(clusters: readonly Cluster[], wasExact: boolean, min: number, max: number): Digest {
  const isSmall = clusters.length <= MOST_EXACT
  const kept = isSmall ? clusters : compress(clusters)
  return {
    min: min === 0 ? 0 : min,
    max: max === 0 ? 0 : max,
    means: kept.map(({ mean }) => mean),
    weights: kept.map(({ weight }) => weight),
    pure: kept.flatMap(({ isPure, weight }, at) => (isPure && weight !== 1 ? [at] : [])),
    isExact: wasExact && isSmall,
  }
}

/** Neighbours become one as long as they span no more than a step of the scale function: k1(q) = d / 2π · asin(2q - 1). */
function compress(clusters: readonly Cluster[]): Cluster[] {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0)
  const kept: Cluster[] = []
  let before = 0
  let limit = total * afterOneStep(0)
  let last: Cluster | undefined
  for (const next of clusters) {
    const wouldReach = before + (last?.weight ?? 0) + next.weight
    if (last && wouldReach <= limit) {
      const weight = last.weight + next.weight
      // Numbers of opposite signs can be too far apart to be subtracted.
      const mean = last.mean * (last.weight / weight) + next.mean * (next.weight / weight)
      last.isPure = last.isPure && next.isPure && last.mean === next.mean
      last.mean = Math.min(next.mean, Math.max(last.mean, mean))
      last.weight = weight
      continue
    }
    if (last) {
      before += last.weight
      limit = total * afterOneStep(before / total)
    }
    kept.push((last = { ...next }))
  }
  return kept
}

function afterOneStep(ratio: number): number {
  const angle = Math.asin(2 * Math.min(1, ratio) - 1) + (2 * Math.PI) / COMPRESSION
  return angle >= Math.PI / 2 ? 1 : (Math.sin(angle) + 1) / 2
}

/**
 * The value at a rank, interpolated between neighbours (type 7 of Hyndman and Fan, which NumPy and R use too).
 *
 * @param ratio 0 gives the least, 1 the greatest
 */
export function quantileOf(digest: Digest, ratio: number): number | null {
  return quantilesOf(digest, [ratio])[0]!
}

/** @param ratios ascending */
export function quantilesOf({ means, weights, pure, min, max }: Digest, ratios: readonly number[]): (number | null)[] {
  if (means.length === 0) return ratios.map(() => null)
  const isPure = new Set(pure)
  let total = 0
  for (const weight of weights) total += weight
  const found: number[] = []
  let [leftAt, left, before] = [0, min, 0]
  for (let at = 0; at < means.length && found.length < ratios.length; at++) {
    const [mean, weight] = [means[at]!, weights[at]!]
    const isOne = weight === 1 || isPure.has(at)
    const start = isOne ? before : before + (weight - 1) / 2
    const end = isOne ? before + weight - 1 : start
    for (; found.length < ratios.length;) {
      const position = ratios[found.length]! * (total - 1)
      if (position > end) break
      found.push(position > start ? mean : between(left, mean, (position - leftAt) / (start - leftAt)))
    }
    ;[leftAt, left] = [end, mean]
    before += weight
  }
  const rest = ratios
    .slice(found.length)
    .map((ratio) => between(left, max, (ratio * (total - 1) - leftAt) / (total - 1 - leftAt)))
  return [...found, ...rest]
}

function between(left: number, right: number, ratio: number): number {
  if (!(ratio > 0)) return left
  if (ratio >= 1) return right
  const apart = right - left
  return Number.isFinite(apart) ? left + apart * ratio : left * (1 - ratio) + right * ratio
}

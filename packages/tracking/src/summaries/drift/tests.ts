// Tests of whether two samples are from one distribution, from summaries alone; which one is taken depends on how many there are.

import { areaBetween, areaByChance, greatestDistance, type Steps } from './steps.ts'
import { chiSquaredAbove, chiSquaredOneInHundred, kolmogorovAbove, normalBeyond } from './distributions.ts'

export type Drift = 'none' | 'possible' | 'drift' | 'unknown'

export interface Finding {
  readonly drift: Drift
  /** Which test: `ks`, `chi-squared`, `z`, `wasserstein`, `jensen-shannon`; of texts `on lengths` or `on hashes`. */
  readonly test: string
  /** Of the test: a distance from 0, or of `chi-squared` and `z` its statistic. */
  readonly statistic: number
  /** Only of tests that have one. */
  readonly p?: number
}

/** Up to so many in the smaller sample, probabilities decide; above, distances do: with many, everything is significant. */
export const SMALL_SAMPLE = 1000

/** As Evidently has it: below, there is drift. */
const P_DRIFT = 0.05
/** As whylogs has it: below, there may be. */
const P_POSSIBLE = 0.15
/** Distances of Wasserstein (in standard deviations) and Jensen-Shannon, as Evidently has it. */
const DISTANCE_DRIFT = 0.1

function byProbability(p: number): Drift {
  return p < P_DRIFT ? 'drift' : p < P_POSSIBLE ? 'possible' : 'none'
}

/** A distance that chance alone gives to one in a hundred such samples is no more than possible. */
function byDistance(distance: number, byChance: number): Drift {
  if (distance < DISTANCE_DRIFT) return 'none'
  return distance > byChance ? 'drift' : 'possible'
}

/**
 * The two-sample test of Kolmogorov and Smirnov, with the correction of Stephens (1970) for few: Numerical Recipes 14.3.
 *
 * @param rankError of the summaries: by so much the distance may be too large
 */
export function kolmogorovSmirnov(a: Steps, b: Steps, n: number, m: number, rankError = 0): Finding {
  const statistic = greatestDistance(a, b)
  const root = Math.sqrt((n * m) / (n + m))
  const probabilityOf = (distance: number): number => kolmogorovAbove((root + 0.12 + 0.11 / root) * distance)
  const p = probabilityOf(statistic)
  const drift = byProbability(p)
  const isSure = drift !== 'drift' || byProbability(probabilityOf(Math.max(0, statistic - rankError))) === 'drift'
  return { drift: isSure ? drift : 'possible', test: 'ks', statistic, p }
}

/**
 * Pearson's test of homogeneity, from how often each category comes. Evidently tests against the frequencies of the reference as if
 * they were exact; here both are samples.
 */
export function chiSquared(before: readonly number[], now: readonly number[]): Finding {
  const [n, m] = [sumOf(before), sumOf(now)]
  let statistic = 0
  let used = 0
  for (const [at, one] of before.entries()) {
    const other = now[at]!
    if (one + other === 0) continue
    used++
    const [expectedOne, expectedOther] = [((one + other) * n) / (n + m), ((one + other) * m) / (n + m)]
    statistic += (one - expectedOne) ** 2 / expectedOne + (other - expectedOther) ** 2 / expectedOther
  }
  const p = chiSquaredAbove(statistic, used - 1)
  return { drift: byProbability(p), test: 'chi-squared', statistic, p }
}

/** The z-test of two proportions, pooled. */
export function twoProportions(before: number, n: number, now: number, m: number): Finding {
  const pooled = (before + now) / (n + m)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  const statistic = error === 0 ? 0 : (now / m - before / n) / error
  const p = normalBeyond(statistic)
  return { drift: byProbability(p), test: 'z', statistic, p }
}

/**
 * The Wasserstein distance in standard deviations of what was before, of which at least 0.001 is reckoned, as in Evidently.
 *
 * @param deviation of what was before
 */
export function normalisedWasserstein(a: Steps, b: Steps, n: number, m: number, deviation: number): Finding {
  const norm = Math.max(deviation, 0.001)
  const statistic = areaBetween(a, b) / norm
  // The area under a Brownian bridge is above 2.5 times its mean less than once in a hundred (Johnson and Killeen, 1983).
  return { drift: byDistance(statistic, (2.5 * areaByChance(a, n, m)) / norm), test: 'wasserstein', statistic }
}

/**
 * The Jensen-Shannon distance, the root of the divergence in nats, as of SciPy and Evidently: Endres and Schindelin, A New Metric
 * for Probability Distributions (2003). Without a difference, 8 nm / (n + m) times the divergence is chi-squared.
 */
export function jensenShannon(before: readonly number[], now: readonly number[]): Finding {
  const [n, m] = [sumOf(before), sumOf(now)]
  let divergence = 0
  let used = 0
  for (const [at, one] of before.entries()) {
    const [p, q] = [one / n, now[at]! / m]
    if (p + q > 0) used++
    const middle = (p + q) / 2
    if (p > 0) divergence += (p * Math.log(p / middle)) / 2
    if (q > 0) divergence += (q * Math.log(q / middle)) / 2
  }
  const statistic = Math.sqrt(Math.max(0, divergence))
  const byChance = used < 2 ? 0 : Math.sqrt((chiSquaredOneInHundred(used - 1) / 8) * (1 / n + 1 / m))
  return { drift: byDistance(statistic, byChance), test: 'jensen-shannon', statistic }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

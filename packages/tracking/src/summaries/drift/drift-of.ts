// Which test fits two summaries of one type, and what it says.

import { RANK_ERROR, type Digest } from '../sketches/digest.ts'
import { seenOf, type SummaryHead } from '../kinds/head.ts'
import { finiteOf, type NumericSummary } from '../kinds/numeric.ts'
import type { Summarised } from '../kinds/summarised.ts'
import type { TextSummary } from '../kinds/text.ts'
import { SAMPLE_SIZE } from '../sketches/sampler.ts'
import { stepsOf } from './steps.ts'
import {
  chiSquared,
  jensenShannon,
  kolmogorovSmirnov,
  normalisedWasserstein,
  SMALL_SAMPLE,
  twoProportions,
  type Drift,
  type Finding,
} from './tests.ts'

/** Fewer say nothing. */
const LEAST_SAMPLE = 10

/** How many values of a kind there are in a summary, and how many of them a test may reckon with. */
export interface Counted {
  readonly present: number
  readonly seen: number
}

export function countedIn({ value }: Summarised): Counted {
  const { n = 0, missing = 0, sampled } = value as Partial<SummaryHead>
  const seen = seenOf({ n, missing, ...(sampled && { sampled }) })
  return { present: n - missing, seen: n === 0 ? 0 : Math.round((seen * (n - missing)) / n) }
}

/** @returns absent when there is no test for this type, or too few values */
export function driftOf(before: Summarised, now: Summarised): Finding | undefined {
  const [n, m] = [countedIn(before).seen, countedIn(now).seen]
  const missing = missingDrift(before, now)
  if (n < LEAST_SAMPLE || m < LEAST_SAMPLE) return missing
  const found = valueDrift(before, now, n, m)
  return found && missing && SEVERITY[missing.drift] > SEVERITY[found.drift] ? missing : (found ?? missing)
}

const SEVERITY: Readonly<Record<Drift, number>> = { unknown: -1, none: 0, possible: 1, drift: 2 }

function valueDrift(before: Summarised, now: Summarised, n: number, m: number): Finding | undefined {
  if (before.type === 'numeric' && now.type === 'numeric') return ofNumbers(before.value, now.value)
  if (before.type === 'text' && now.type === 'text') return ofTexts(before.value, now.value, n, m)
  if (before.type === 'vectors' && now.type === 'vectors') {
    const found = before.value.norms && now.value.norms && ofNumbers(before.value.norms, now.value.norms)
    return found && { ...found, test: `${found.test} on norms` }
  }
  if (before.type === 'boolean' && now.type === 'boolean') {
    const ratios = [before.value.trueRatio, now.value.trueRatio]
    return typeof ratios[0] === 'number' && typeof ratios[1] === 'number'
      ? ofRatio(ratios[0], n, ratios[1], m)
      : undefined
  }
  return undefined
}

/** More or fewer missing values are a drift of their own. */
function missingDrift(before: Summarised, now: Summarised): Finding | undefined {
  const [one, other] = [before.value, now.value] as [Partial<SummaryHead>, Partial<SummaryHead>]
  if (one.missing === undefined || other.missing === undefined || one.missing + other.missing === 0) return undefined
  const [n, m] = [seenOf(one as SummaryHead), seenOf(other as SummaryHead)]
  if (n < LEAST_SAMPLE || m < LEAST_SAMPLE) return undefined
  const found = ofRatio(one.missing / one.n!, n, other.missing / other.n!, m)
  return { ...found, test: `${found.test} on missing` }
}

function ofRatio(before: number, n: number, now: number, m: number): Finding {
  if (Math.min(n, m) <= SMALL_SAMPLE) return twoProportions(before * n, n, now * m, m)
  return jensenShannon([before * n, (1 - before) * n], [now * m, (1 - now) * m])
}

/** As Evidently chooses: two different values are a proportion, up to five are categories, more are numbers. */
function ofNumbers(before: NumericSummary, now: NumericSummary): Finding | undefined {
  if (!before.sketch || !now.sketch) return undefined
  const [one, other] = [before.sketch.digest, now.sketch.digest]
  const [n, m] = [numbersSeen(before), numbersSeen(now)]
  if (n < LEAST_SAMPLE || m < LEAST_SAMPLE) return undefined
  const isSmall = Math.min(n, m) <= SMALL_SAMPLE
  const frequencies = before.distinct <= MOST_CATEGORIES ? frequenciesOf(one, n, other, m) : undefined
  if (frequencies) return ofFrequencies(...frequencies, isSmall)
  if (!isSmall) return normalisedWasserstein(stepsOf(one), stepsOf(other), n, m, before.std ?? 0)
  const rankError = (one.isExact ? 0 : RANK_ERROR / 4) + (other.isExact ? 0 : RANK_ERROR / 4)
  return kolmogorovSmirnov(stepsOf(one), stepsOf(other), n, m, rankError)
}

const MOST_CATEGORIES = 5

/** Quantiles of long lists are those of a sample, which is as many as there are for a test. */
function numbersSeen(summary: NumericSummary): number {
  const { n } = summary
  const seen = n === 0 ? 0 : Math.round((seenOf(summary) * finiteOf(summary)) / n)
  return summary.sketch.digest.isExact ? seen : Math.min(seen, SAMPLE_SIZE / 2)
}

function ofFrequencies(before: readonly number[], now: readonly number[], isSmall: boolean): Finding {
  if (!isSmall) return jensenShannon(before, now)
  if (before.length > 2) return chiSquared(before, now)
  const [n, m] = [before, now].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number]
  return twoProportions(before[0]!, n, now[0]!, m)
}

/** How often each value comes, if both digests have each apart. */
function frequenciesOf(one: Digest, n: number, other: Digest, m: number): readonly [number[], number[]] | undefined {
  if (!hasAll(one) || !hasAll(other)) return undefined
  const values = [...new Set([...one.means, ...other.means])]
  const countsIn = ({ means, weights }: Digest, seen: number): number[] => {
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return values.map((value) => ((weights[means.indexOf(value)] ?? 0) * seen) / total)
  }
  return [countsIn(one, n), countsIn(other, m)]
}

function hasAll({ isExact, means, pure }: Digest): boolean {
  return isExact || pure.length === means.length
}

/** So many different texts fall into 64 hashes without too many of them together. */
const MOST_TEXTS = 50

function ofTexts(before: TextSummary, now: TextSummary, n: number, m: number): Finding | undefined {
  if (!before.sketch || !now.sketch) return undefined
  const isSmall = Math.min(n, m) <= SMALL_SAMPLE
  const [one, other] = [before.sketch.buckets, now.sketch.buckets]
  const isCategory =
    (before.distinct ?? Number.POSITIVE_INFINITY) <= MOST_TEXTS && (now.distinct ?? 0) <= 4 * MOST_TEXTS
  if (one && other && isCategory) {
    const [total, totalNow] = [before.n - before.missing, now.n - now.missing]
    const scaled = [one.map((count) => (count * n) / total), other.map((count) => (count * m) / totalNow)] as const
    const found = isSmall ? chiSquared(...scaled) : jensenShannon(...scaled)
    return { ...found, test: `${found.test} on hashes` }
  }
  const [short, long] = [stepsOf(before.sketch.lengths), stepsOf(now.sketch.lengths)]
  if (short.at.length === 0 || long.at.length === 0) return undefined
  const found = isSmall
    ? kolmogorovSmirnov(short, long, n, m)
    : normalisedWasserstein(short, long, n, m, deviationIn(before.sketch.lengths))
  return { ...found, test: `${found.test} on lengths` }
}

function deviationIn({ means, weights }: Digest): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = means.reduce((sum, value, at) => sum + value * weights[at]!, 0) / total
  return Math.sqrt(means.reduce((sum, value, at) => sum + (value - mean) ** 2 * weights[at]!, 0) / total)
}

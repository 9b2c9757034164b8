// Numbers: counts of the odd ones, moments, a histogram, quantiles, and how many are different.

import { digestOf, mergeDigests, MOST_EXACT, quantilesOf, type Digest } from '../sketches/digest.ts'
import { DistinctSketch } from '../sketches/distinct.ts'
import { addHistograms, HistogramBuilder, type Histogram } from '../sketches/histogram.ts'
import {
  addMoments,
  deviationOf,
  finite,
  momentsOf,
  NO_MOMENTS,
  scaleMoments,
  skewOf,
  type Moments,
} from '../sketches/moments.ts'
import { SAMPLE_SIZE, Sampler } from '../sketches/sampler.ts'
import { factorOf, headOf, mergeHeads, seenOf, type Seen, type SummaryHead } from './head.ts'

export interface NumericSummary extends SummaryHead {
  readonly nan: number
  readonly positiveInfinity: number
  readonly negativeInfinity: number
  readonly zeros: number
  readonly negatives: number
  /** Those below are of finite numbers; null when there are none. */
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** With the divisor n - 1. */
  readonly std: number | null
  readonly skew: number | null
  readonly quantiles: Readonly<Record<QuantileName, number | null>>
  readonly distinct: number
  readonly histogram: Histogram
  /** The 21 edges of 20 bins that hold a twentieth each. */
  readonly twentieths: readonly number[]
  /** What summaries are merged from. */
  readonly sketch: {
    readonly m2: number
    readonly m3: number
    readonly digest: Digest
    /** Absent while the digest holds all values. */
    readonly distinct?: string
  }
}

type QuantileName = (typeof QUANTILES)[number][0]

const QUANTILES = [
  ['p1', 0.01],
  ['p5', 0.05],
  ['p10', 0.1],
  ['p25', 0.25],
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
] as const

const TWENTIETHS: readonly number[] = Array.from({ length: 21 }, (_, at) => at / 20)

const BLOCK = 1024

interface Counts {
  readonly nan: number
  readonly positiveInfinity: number
  readonly negativeInfinity: number
  readonly zeros: number
  readonly negatives: number
}

/** Takes numbers one by one or by stretches of typed arrays, and works on them by blocks that fit the cache. */
export class Numbers {
  readonly #block: Float64Array
  #length = 0
  #n = 0
  #nan = 0
  #positiveInfinity = 0
  #negativeInfinity = 0
  #zeros = 0
  #negatives = 0
  #moments: Moments = NO_MOMENTS
  readonly #histogram = new HistogramBuilder()
  #distinct: DistinctSketch | undefined
  readonly #sample: Sampler

  /** @param expected how many will come, about */
  constructor(expected: number, seed: number) {
    this.#block = new Float64Array(Math.min(BLOCK, Math.max(8, expected)))
    this.#sample = new Sampler(seed)
  }

  add(value: number): void {
    this.#n++
    // A number minus itself is 0, unless it is not finite.
    if (value - value !== 0) return this.#addOdd(value)
    this.#block[this.#length++] = value
    if (this.#length === this.#block.length) this.#work()
  }

  addStretch(values: ArrayLike<number>, from: number, to: number): void {
    const block = this.#block
    let length = this.#length
    this.#n += to - from
    for (let at = from; at < to; at++) {
      const value = values[at]!
      if (value - value === 0) block[length++] = value
      else this.#addOdd(value)
      if (length === block.length) {
        this.#length = length
        this.#work()
        length = 0
      }
    }
    this.#length = length
  }

  #addOdd(value: number): void {
    if (value > 0) this.#positiveInfinity++
    else if (value < 0) this.#negativeInfinity++
    else this.#nan++
  }

  #work(): void {
    const [block, length] = [this.#block, this.#length]
    if (length === 0) return
    this.#moments = addMoments(this.#moments, momentsOf(block, length))
    let zeros = 0
    let negatives = 0
    for (let at = 0; at < length; at++) {
      const value = block[at]!
      if (value <= 0) {
        if (value === 0) zeros++
        else negatives++
      }
    }
    this.#zeros += zeros
    this.#negatives += negatives
    this.#histogram.add(block, length)
    // As long as all are at hand, the different ones can be counted at the end.
    if (!this.#distinct && this.#moments.n > SAMPLE_SIZE) this.#distinct = distinctOf(this.#sample.values())
    this.#distinct?.addNumbers(block, length)
    this.#sample.addAll(block, length)
    this.#length = 0
  }

  get n(): number {
    return this.#n
  }

  finish(missing: number, seen: Seen): NumericSummary {
    this.#work()
    const factor = factorOf(seen)
    const { n } = this.#moments
    const [min, max] = this.#histogram.range
    const sample = this.#sample.values()
    const digest = { ...digestOf(sample, this.#sample.perKept * factor), ...(n > 0 && { min, max }) }
    const scaled = (count: number): number => Math.round(count * factor)
    const counts = {
      nan: scaled(this.#nan),
      positiveInfinity: scaled(this.#positiveInfinity),
      negativeInfinity: scaled(this.#negativeInfinity),
      zeros: scaled(this.#zeros),
      negatives: scaled(this.#negatives),
    }
    const holdsAll = digest.isExact || (sample.length <= MOST_EXACT && this.#sample.hasAll)
    const distinct = holdsAll ? undefined : (this.#distinct ?? distinctOf(sample))
    const head = headOf(this.#n + missing, missing, seen)
    return numericSummary(
      head,
      counts,
      scaleMoments(this.#moments, factor),
      this.#histogram.build(factor),
      digest,
      distinct,
    )
  }
}

/** Of both together. Quantiles hold within `RANK_ERROR`, distinct ones within the error of their sketch; all else is exact. */
export function mergeNumeric(a: NumericSummary, b: NumericSummary): NumericSummary {
  const counts = {
    nan: a.nan + b.nan,
    positiveInfinity: a.positiveInfinity + b.positiveInfinity,
    negativeInfinity: a.negativeInfinity + b.negativeInfinity,
    zeros: a.zeros + b.zeros,
    negatives: a.negatives + b.negatives,
  }
  const digest = mergeDigests(a.sketch.digest, b.sketch.digest)
  const distinct = digest.isExact ? undefined : sketchOf(a).merge(sketchOf(b))
  const moments = addMoments(momentsIn(a), momentsIn(b))
  return numericSummary(mergeHeads(a, b), counts, moments, addHistograms(a.histogram, b.histogram), digest, distinct)
}

function numericSummary(
  head: SummaryHead,
  counts: Counts,
  moments: Moments,
  histogram: Histogram,
  digest: Digest,
  distinct: DistinctSketch | undefined,
): NumericSummary {
  const hasNumbers = moments.n > 0
  const found = quantilesOf(
    digest,
    QUANTILES.map(([, ratio]) => ratio),
  )
  const quantiles = QUANTILES.map(([name], at) => [name, found[at]!] as const)
  return {
    ...head,
    ...counts,
    min: hasNumbers ? digest.min : null,
    max: hasNumbers ? digest.max : null,
    mean: hasNumbers ? finite(moments.mean) : null,
    std: deviationOf(moments),
    skew: skewOf(moments),
    quantiles: Object.fromEntries(quantiles) as Record<QuantileName, number | null>,
    distinct: distinct ? Math.min(distinct.estimate(), moments.n, seenOf(head)) : digest.means.length,
    histogram,
    twentieths: hasNumbers ? (quantilesOf(digest, TWENTIETHS) as number[]) : [],
    sketch: { m2: moments.m2, m3: moments.m3, digest, ...(distinct && { distinct: distinct.toText() }) },
  }
}

/** How many finite numbers there are. */
export function finiteOf(summary: NumericSummary): number {
  return summary.n - summary.missing - summary.nan - summary.positiveInfinity - summary.negativeInfinity
}

function momentsIn(summary: NumericSummary): Moments {
  return { n: Math.max(0, finiteOf(summary)), mean: summary.mean ?? 0, m2: summary.sketch.m2, m3: summary.sketch.m3 }
}

function sketchOf({ sketch }: NumericSummary): DistinctSketch {
  return sketch.distinct === undefined
    ? distinctOf(Float64Array.from(sketch.digest.means))
    : DistinctSketch.fromText(sketch.distinct)
}

function distinctOf(values: Float64Array): DistinctSketch {
  const sketch = new DistinctSketch()
  sketch.addNumbers(values, values.length)
  return sketch
}

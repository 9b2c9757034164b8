// Quantiles of digests against sorting.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOf, mergeDigests, MOST_EXACT, NO_DIGEST, quantileOf, RANK_ERROR, type Digest } from './digest.ts'
import { seeded } from './seeded.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 100)
const RATIOS = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

const of = (values: readonly number[]): Digest => digestOf(Float64Array.from(values))

/** How far a value is from being the quantile: 0 when that many are below it or equal. */
function rankError(sorted: readonly number[], value: number, ratio: number): number {
  const below = sorted.filter((one) => one < value).length / sorted.length
  const upTo = sorted.filter((one) => one <= value).length / sorted.length
  return Math.max(0, below - ratio, ratio - upTo)
}

/** Type 7 of Hyndman and Fan. */
function quantileBySorting(sorted: readonly number[], ratio: number): number {
  const position = ratio * (sorted.length - 1)
  const [left, right] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!]
  return left + (right - left) * (position - Math.floor(position))
}

const SHAPES: readonly ((next: () => number) => number)[] = [
  (next) => next(),
  (next) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  (next) => Math.exp(10 * next()),
  (next) => (next() < 0.6 ? 0 : next() * 100),
  (next) => Math.floor(next() * 500),
  (next) => -1 / (1e-6 + next()),
]

const longList = fc
  .tuple(fc.constantFrom(...SHAPES), fc.integer({ min: 300, max: 3000 }), fc.integer())
  .map(([shape, length, seed]) => {
    const next = seeded(seed)
    return Array.from({ length }, () => shape(next))
  })

describe('a digest', () => {
  it('of few different values gives the very quantiles', () => {
    const few = fc.array(fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 5 })), {
      minLength: 1,
      maxLength: MOST_EXACT,
    })
    fc.assert(
      fc.property(few, fc.nat(), (values, cut) => {
        const sorted = values.toSorted((a, b) => a - b)
        const at = cut % (values.length + 1)
        for (const digest of [of(values), mergeDigests(of(values.slice(0, at)), of(values.slice(at)))]) {
          expect(digest.isExact).toBe(true)
          for (const ratio of RATIOS) {
            const expected = quantileBySorting(sorted, ratio)
            expect(Math.abs(quantileOf(digest, ratio)! - expected)).toBeLessThanOrEqual(
              1e-9 * Math.max(1, Math.abs(expected)) + 1e-6,
            )
          }
        }
      }),
      { numRuns, seed: 1 },
    )
  })

  it('of many values is off by less than the stated error of rank, whole and merged, in any order', () => {
    fc.assert(
      fc.property(longList, fc.integer({ min: 1, max: 7 }), (values, parts) => {
        const sorted = values.toSorted((a, b) => a - b)
        const pieces = Array.from({ length: parts }, (_, part) => of(values.filter((_, at) => at % parts === part)))
        // Parts that do not overlap are the hard case.
        const ranges = Array.from({ length: parts }, (_, part) =>
          of(sorted.slice((part * sorted.length) / parts, ((part + 1) * sorted.length) / parts)),
        )
        const digests = [
          of(values),
          pieces.reduce(mergeDigests, NO_DIGEST),
          pieces.reduceRight(mergeDigests, NO_DIGEST),
          ranges.reduce(mergeDigests, NO_DIGEST),
        ]
        for (const digest of digests) {
          expect([digest.min, digest.max]).toEqual([sorted[0], sorted.at(-1)])
          expect(digest.means.length).toBeLessThanOrEqual(MOST_EXACT)
          for (const ratio of RATIOS) {
            expect(rankError(sorted, quantileOf(digest, ratio)!, ratio)).toBeLessThanOrEqual(RANK_ERROR)
          }
        }
      }),
      { numRuns: Math.min(numRuns, 1000), seed: 2 },
    )
  })

  it('keeps a value that comes often apart from its neighbours', () => {
    const next = seeded(5)
    const digest = of(Array.from({ length: 5000 }, (_, at) => (at % 5 < 3 ? 0 : 1 + next())))
    expect([0.1, 0.3, 0.59].map((ratio) => quantileOf(digest, ratio))).toEqual([0, 0, 0])
    expect(quantileOf(digest, 0.6 + RANK_ERROR)).toBeGreaterThanOrEqual(1)
  })

  it('of a sample stands for all, and does not say that it is exact', () => {
    const digest = digestOf(Float64Array.of(1, 2, 3), 100)
    expect(digest).toMatchObject({ weights: [100, 100, 100], isExact: false })
  })
})

// Moments of parts, added up, against two passes over all numbers.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMoments, deviationOf, momentsOf, skewOf, type Moments } from './moments.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const of = (values: readonly number[]): Moments => momentsOf(Float64Array.from(values), values.length)

function expectClose(actual: number | null, expected: number | null, scale: number): void {
  if (actual === null || expected === null) return expect(actual).toBe(expected)
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, scale))
}

describe('addMoments', () => {
  it('gives what all numbers together have, in whatever parts and order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 30 }), { maxLength: 6 }), (parts) => {
        const all = of(parts.flat())
        for (const order of [parts, parts.toReversed()]) {
          const merged = order.map(of).reduce(addMoments, of([]))
          expect(merged.n).toBe(all.n)
          expectClose(merged.mean, all.mean, 1e6)
          expectClose(merged.m2, all.m2, all.n * 1e12)
          expectClose(merged.m3, all.m3, all.n * 1e18)
        }
      }),
      { numRuns, seed: 1 },
    )
  })
})

describe('deviationOf and skewOf', () => {
  it('keep their digits where the mean is large beside the spread', () => {
    const far = [4, 7, 13, 16].map((value) => value + 1e9)
    expect(deviationOf(addMoments(of(far.slice(0, 2)), of(far.slice(2))))).toBe(Math.sqrt(30))
  })

  it('give what SciPy gives: skew([2, 8, 0, 4, 1, 9, 9, 0]) is 0.2650554122698573', () => {
    expect(skewOf(of([2, 8, 0, 4, 1, 9, 9, 0]))).toBeCloseTo(0.2650554122698573, 14)
  })

  it('are null where they mean nothing', () => {
    expect([deviationOf(of([1])), skewOf(of([1, 2])), skewOf(of([3, 3, 3]))]).toEqual([null, null, null])
  })
})

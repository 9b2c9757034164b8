// Estimates of how many are different against sets.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DISTINCT_ERROR, DistinctSketch, hashNumber, hashText } from './distinct.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 60)

function of(values: Iterable<string>): DistinctSketch {
  const sketch = new DistinctSketch()
  for (const value of values) sketch.add(hashText(value))
  return sketch
}

describe('a sketch of distinct values', () => {
  it('is off by less than four standard errors, and by one or two when there are few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.string({ maxLength: 5 }), (count, prefix) => {
        const estimate = of(Array.from({ length: count }, (_, at) => `${prefix}${at}`)).estimate()
        expect(Math.abs(estimate - count)).toBeLessThanOrEqual(2 + 4 * DISTINCT_ERROR * count)
      }),
      { numRuns, seed: 1 },
    )
  })

  it('of numbers is, too: whole ones, fractions, large and small ones', () => {
    for (const scale of [1, 0.001, 1e12, Math.PI]) {
      const sketch = new DistinctSketch()
      sketch.addNumbers(
        Float64Array.from({ length: 20_000 }, (_, at) => (at % 5000) * scale),
        20_000,
      )
      expect(Math.abs(sketch.estimate() - 5000)).toBeLessThanOrEqual(4 * DISTINCT_ERROR * 5000)
    }
  })

  it('of parts is exactly that of the whole, in any order, also by way of its text', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 300 }), fc.array(fc.string(), { maxLength: 300 }), (a, b) => {
        const whole = of([...a, ...b]).toText()
        expect(of(a).merge(of(b)).toText()).toBe(whole)
        expect(
          DistinctSketch.fromText(of(b).toText())
            .merge(DistinctSketch.fromText(of(a).toText()))
            .toText(),
        ).toBe(whole)
      }),
      { numRuns, seed: 2 },
    )
  })

  it('is text of about two kilobytes at most', () => {
    expect(of(Array.from({ length: 50_000 }, (_, at) => `${at}`)).toText()).toHaveLength(2049)
    expect(of(['a']).toText()).toHaveLength(4)
  })

  it('does not tell 0 from -0', () => {
    expect(hashNumber(0)).toBe(hashNumber(-0))
    expect(hashText('a')).not.toBe(hashText('a', 7))
  })
})

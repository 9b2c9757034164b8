import { Float64, vectorFromArray } from 'apache-arrow'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxStandardDeviation, meanInRange } from './index.ts'

describe('meanInRange', () => {
  it('includes both ends', () => {
    expect(meanInRange(2, 3).test([1, 3])).toBe(true)
    expect(meanInRange(1, 2).test(new Int32Array([1, 3]))).toBe(true)
    expect(meanInRange(0, 1).test([1, 3])).toBe('found a mean of 2 over 2 numbers')
    expect(meanInRange(0, 1).test(5)).toBe('found a mean of 5 over 1 number')
  })

  it('leaves out what is missing, from the sum and from the count', () => {
    expect(meanInRange(2, 2).test([1, null, 3, undefined])).toBe(true)
    expect(meanInRange(2, 2).test(vectorFromArray([1, null, 3], new Float64()))).toBe(true)
    expect(meanInRange(2, 2).test([1n, 3])).toBe(true)
  })

  it('does not pass with a NaN among the numbers, unless NaN is to be ignored', () => {
    expect(meanInRange(0, 9).test([1, Number.NaN])).toBe('found a mean of NaN over 2 numbers')
    expect(meanInRange(1, 1, { ignoreNaN: true }).test(new Float64Array([1, Number.NaN]))).toBe(true)
    expect(meanInRange(1, 1, { ignoreNaN: true }).test([1, Number.NaN, null])).toBe(true)
  })

  it('does not pass without numbers', () => {
    expect(meanInRange(-Infinity, Infinity).test([])).toBe('found no numbers')
    expect(meanInRange(0, 1, { ignoreNaN: true }).test([Number.NaN, null])).toBe('found no numbers')
  })

  it('tells the mean also when it passes', () => {
    const told: unknown[] = []
    void meanInRange(0, 9).test([1, 2], (facts) => told.push(facts))
    expect(told).toEqual([{ mean: 1.5, numbers: 2 }])
  })
})

describe('maxStandardDeviation', () => {
  it('is that of a sample: the divisor is one less than the count', () => {
    // The example of many textbooks: 32 / 7 is the variance.
    const numbers = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(maxStandardDeviation(Math.sqrt(32 / 7)).test(numbers)).toBe(true)
    expect(maxStandardDeviation(2.13).test(numbers)).toBe(
      `found a standard deviation of ${Math.sqrt(32 / 7)} over 8 numbers`,
    )
  })

  it('passes where nothing spreads', () => {
    expect(maxStandardDeviation(0).test([])).toBe(true)
    expect(maxStandardDeviation(0).test([5])).toBe(true)
    expect(maxStandardDeviation(0).test([5, 5, null])).toBe(true)
  })

  it('does not pass with NaN or an infinity, unless NaN is to be ignored', () => {
    expect(maxStandardDeviation(9).test([1, Number.NaN])).toBe('found a standard deviation of NaN over 2 numbers')
    expect(maxStandardDeviation(9).test([Number.NaN])).toContain('NaN')
    expect(maxStandardDeviation(9).test([1, Infinity])).toContain('NaN')
    expect(maxStandardDeviation(0, { ignoreNaN: true }).test(new Float32Array([1, Number.NaN]))).toBe(true)
  })

  it('keeps its digits where the mean is large beside the spread', () => {
    const told: Record<string, unknown>[] = []
    const numbers = [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]
    void maxStandardDeviation(100).test(numbers, (facts) => told.push(facts))
    expect(told[0]?.['standardDeviation']).toBeCloseTo(Math.sqrt(30), 9)
  })

  it('is the same after a shift, whatever the kind of list', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 }), (numbers) => {
        const measure = (list: number[] | Float64Array | Int16Array): number => {
          let found = Number.NaN
          void maxStandardDeviation(0).test(list, (facts) => (found = facts['standardDeviation'] as number))
          return found
        }
        const plain = measure(numbers)
        expect(measure(numbers.map((one) => one + 10_000))).toBeCloseTo(plain, 6)
        expect(measure(Int16Array.from(numbers))).toBe(plain)
      }),
    )
  })

  it('refuses a limit that is none', () => {
    expect(() => maxStandardDeviation(-1)).toThrow('maxStandardDeviation: "limit" is -1; expected a number from 0.')
    expect(() => meanInRange(1, 0)).toThrow('meanInRange: "max" is 0; expected at least 1.')
  })
})

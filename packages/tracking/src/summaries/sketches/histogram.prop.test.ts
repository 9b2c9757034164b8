// Histograms that were made in parts, and in other orders, against counting by hand.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addHistograms, HistogramBuilder, MOST_BINS, NO_HISTOGRAM, type Histogram } from './histogram.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53),
)
const numbers = fc.array(number, { maxLength: 60 })

function of(values: readonly number[]): Histogram {
  const builder = new HistogramBuilder()
  builder.add(Float64Array.from(values), values.length)
  return builder.build()
}

describe('a histogram', () => {
  it('counts every number in the bin between whose edges it lies', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const { width, first, counts } = of(values)
        for (const [at, count] of counts.entries()) {
          const inBin = values.filter((value) => {
            const bins = value / width
            return (bins === 0 && value < 0 ? -1 : Math.floor(bins)) === first + at
          })
          expect(count).toBe(inBin.length)
        }
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect(counts.length).toBeLessThanOrEqual(MOST_BINS)
      }),
      { numRuns, seed: 1 },
    )
  })

  it('is the same in whatever order the numbers come', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(of(values.toReversed())).toEqual(of(values))
        expect(of(values.toSorted((a, b) => a - b))).toEqual(of(values))
      }),
      { numRuns, seed: 2 },
    )
  })

  it('of parts adds up to that of the whole, exactly, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 5 }), (parts) => {
        const whole = of(parts.flat())
        const all = parts.map(of)
        expect(all.reduce(addHistograms, NO_HISTOGRAM)).toEqual(whole)
        expect(all.reduceRight((sum, part) => addHistograms(part, sum), NO_HISTOGRAM)).toEqual(whole)
        expect(all.toReversed().reduce(addHistograms, NO_HISTOGRAM)).toEqual(whole)
      }),
      { numRuns, seed: 3 },
    )
  })

  it('has at least half as many bins as it may, from the first bin with numbers to the last', () => {
    const { counts } = of(Array.from({ length: 1000 }, (_, at) => at * 0.37 - 50))
    expect(counts.length).toBeGreaterThanOrEqual(MOST_BINS / 2)
    expect([counts[0], counts.at(-1)].every((count) => count! > 0)).toBe(true)
  })

  it('scales what stands for more', () => {
    const builder = new HistogramBuilder()
    builder.add(Float64Array.of(1, 2, 2), 3)
    expect(builder.build(10).counts.filter((count) => count > 0)).toEqual([10, 20])
  })
})

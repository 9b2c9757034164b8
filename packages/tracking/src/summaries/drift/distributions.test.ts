import { describe, expect, it } from 'vitest'
import { chiSquaredAbove, chiSquaredOneInHundred, kolmogorovAbove, normalBeyond } from './distributions.ts'

describe('chiSquaredAbove', () => {
  it('gives the levels of the published tables of critical values', () => {
    for (const [x, df, p] of [
      [3.841, 1, 0.05],
      [6.635, 1, 0.01],
      [5.991, 2, 0.05],
      [16.919, 9, 0.05],
      [21.666, 9, 0.01],
      [43.773, 30, 0.05],
      [124.342, 100, 0.05],
      [70.065, 100, 0.99],
    ] as const) {
      expect(chiSquaredAbove(x, df)).toBeCloseTo(p, 4)
    }
  })

  it('is exp(-x / 2) for two degrees of freedom', () => {
    for (const x of [0.01, 0.5, 1, 3, 10, 60, 300]) {
      const expected = Math.exp(-x / 2)
      expect(Math.abs(chiSquaredAbove(x, 2) / expected - 1)).toBeLessThan(1e-10)
    }
  })

  it('is certain at 0, impossible at infinity', () => {
    expect([chiSquaredAbove(0, 3), chiSquaredAbove(5, 0), chiSquaredAbove(Number.POSITIVE_INFINITY, 3)]).toEqual([
      1, 1, 0,
    ])
  })
})

describe('chiSquaredOneInHundred', () => {
  it('is within 3 % of the published values', () => {
    for (const [df, value] of [
      [1, 6.635],
      [2, 9.21],
      [9, 21.666],
      [63, 92.01],
    ] as const) {
      expect(Math.abs(chiSquaredOneInHundred(df) / value - 1)).toBeLessThan(0.03)
    }
  })
})

describe('normalBeyond', () => {
  it('gives the levels of the normal table, on both sides', () => {
    expect(normalBeyond(1.959964)).toBeCloseTo(0.05, 6)
    expect(normalBeyond(-2.575829)).toBeCloseTo(0.01, 6)
    expect(normalBeyond(0)).toBe(1)
  })
})

describe('kolmogorovAbove', () => {
  it('gives the values of the table of Smirnov (1948)', () => {
    for (const [lambda, upTo] of [
      [0.5, 0.036055],
      [0.8, 0.455857],
      [1, 0.73],
      [1.36, 0.950514],
      [1.63, 0.990154],
      [2, 0.999329],
    ] as const) {
      expect(1 - kolmogorovAbove(lambda)).toBeCloseTo(upTo, 5)
    }
    expect(kolmogorovAbove(0.1)).toBe(1)
  })
})

import { expect, test } from 'vitest'
import { correlation, median, quantile } from './statistics.ts'

const values = Int32Array.of(9, -3, 4, 1, 2)

test('a quantile lies between its neighbours, in proportion', () => {
  expect([0, 0.5, 0.75, 0.9, 1].map((share) => quantile(values, share))).toEqual([-3, 2, 4, 7, 9])
  expect(median(Float64Array.of(1, 2))).toBe(1.5)
})

test('there is no quantile of nothing, and the values stay as they are', () => {
  expect(median(new Float64Array())).toBeNaN()
  expect(values).toEqual(Int32Array.of(9, -3, 4, 1, 2))
})

test('a correlation is 1 for curves of one form, and -1 for those that are turned over', () => {
  expect(correlation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12)
  expect(correlation([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 12)
})

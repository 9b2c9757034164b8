import { expect, test } from 'vitest'
import { addRow, emptyMoments, fitRidge, predict } from './ridge.ts'
import type { RidgeModel } from './ridge.ts'

/** 200 rows of two columns that vary independently, the second one on a much larger scale. */
const rows = Array.from({ length: 200 }, (_, i) => Float64Array.of(Math.sin(i), 1000 * Math.cos(1.7 * i)))

function fit(target: (row: Float64Array) => number, penaltyRows: number): RidgeModel {
  const moments = emptyMoments(2)
  for (const row of rows) addRow(moments, row, target(row))
  return fitRidge(moments, penaltyRows)
}

test('without a penalty a linear relation is found exactly', () => {
  const { intercept, coefficients } = fit((row) => 7 + 2 * row[0]! - 0.5 * row[1]!, 0)
  expect(intercept).toBeCloseTo(7, 6)
  expect(coefficients[0]).toBeCloseTo(2, 6)
  expect(coefficients[1]).toBeCloseTo(-0.5, 9)
})

test('as many penalty rows as rows halve a coefficient, whatever the scale of its column', () => {
  const small = fit((row) => 2 * row[0]!, 200).coefficients[0]!
  const large = fit((row) => 2 * row[1]!, 200).coefficients[1]!
  expect(small).toBeCloseTo(1, 2)
  expect(large).toBeCloseTo(1, 2)
})

test('the mean of the target is not penalised', () => {
  const model = fit(() => 42, 1e6)
  expect(predict(model, rows[0]!)).toBeCloseTo(42, 9)
})

test('columns that repeat each other or never vary do no harm', () => {
  const moments = emptyMoments(3)
  for (const [column] of rows) addRow(moments, Float64Array.of(column!, column!, 5), 3 * column!)
  const model = fitRidge(moments, 1)
  expect(predict(model, Float64Array.of(0.5, 0.5, 5))).toBeCloseTo(1.5, 1)
})

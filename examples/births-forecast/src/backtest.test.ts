import { expect, test } from 'vitest'
import { forecastOrigins, meanAbsoluteError, rollingForecast, rootMeanSquareError, toTable } from './backtest.ts'
import type { RollingForecast } from './backtest.ts'

test('the last block begins after the last known day, the others go back from there', () => {
  expect(forecastOrigins(99, 10, { start: 75, end: 110 })).toEqual([69, 79, 89, 99])
})

test('blocks that do not touch the period are left out', () => {
  expect(forecastOrigins(99, 10, { start: 70, end: 80 })).toEqual([69])
  expect(forecastOrigins(99, 10, { start: 69, end: 81 })).toEqual([59, 69, 79])
})

test('columns become one row per day, in the order of the names', () => {
  const table = toTable(['b', 'a'], { a: Float64Array.of(1, 2), b: Float64Array.of(3, 4) })
  expect(table.rows.map((row) => [...row])).toEqual([
    [3, 1],
    [4, 2],
  ])
})

/** 200 known days and 5 to forecast, whose births follow one wave exactly. */
function waveProblem(): RollingForecast {
  const wave = Float64Array.from({ length: 205 }, (_, day) => Math.sin(day / 3))
  const relativeBirths = wave.map((value, day) => (day < 200 ? 0.1 * value : NaN))
  const level = new Float64Array(205).fill(Math.log(1000))
  return {
    featureTable: toTable(['wave'], { wave }),
    relativeBirths,
    level,
    births: Float64Array.from({ length: 200 }, (_, day) => 1000 * Math.exp(relativeBirths[day]!)),
    horizonDays: 5,
    penaltyDays: 0,
    forecastPeriod: { start: 150, end: 205 },
  }
}

test('a relation that holds is forecast, for the past and for the days to come', () => {
  const problem = waveProblem()
  const forecast = rollingForecast(problem)
  expect(rootMeanSquareError(problem.births, forecast, { start: 150, end: 200 })).toBeLessThan(1e-3)
  expect(forecast[204]).toBeCloseTo(1000 * Math.exp(0.1 * Math.sin(204 / 3)), 3)
  expect(forecast[149]).toBeNaN()
})

test('a block knows nothing of its own days or of later ones', () => {
  const honest = rollingForecast(waveProblem())
  const altered = waveProblem()
  altered.relativeBirths.subarray(175).fill(9)
  const forecast = rollingForecast(altered)
  expect([...forecast.subarray(0, 180)]).toEqual([...honest.subarray(0, 180)])
  expect(forecast[180]).not.toBe(honest[180])
})

test('progress is told block by block', () => {
  const told: string[] = []
  rollingForecast(waveProblem(), { progress: (done, total) => told.push(`${done}/${total}`) })
  expect(told).toHaveLength(11)
  expect(told.at(-1)).toBe('11/11')
})

test('errors are measured inside the period only', () => {
  const actual = Float64Array.of(0, 10, 10, 0)
  const forecast = Float64Array.of(NaN, 13, 6, NaN)
  expect(rootMeanSquareError(actual, forecast, { start: 1, end: 3 })).toBe(Math.sqrt((9 + 16) / 2))
  expect(meanAbsoluteError(actual, forecast, { start: 1, end: 3 })).toBe(3.5)
})

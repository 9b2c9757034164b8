import { expect, test } from 'vitest'
import { dayNumber } from './dates.ts'
import { intervalCoverage, next28Days, outlook, skill } from './forecast.ts'

const series = (...values: number[]): Float64Array => Float64Array.from(values)

test('skill is the part of the error of a baseline that is gone', () => {
  const [seasonal, adjusted, climate] = skill({
    births: series(100, 100),
    forecast: series(110, 90),
    seasonalNaive: series(140, 60),
    adjustedNaive: series(110, 90),
    climatology: series(105, 95),
    heldOutPeriod: { start: 0, end: 2 },
  })
  expect(seasonal).toMatchObject({ baseline: 'seasonalNaive', rmse: 10, baselineRmse: 40, rmseSkill: 0.75 })
  expect(adjusted).toMatchObject({ baseline: 'adjustedNaive', rmseSkill: 0, maeSkill: 0 })
  expect(climate).toMatchObject({ baseline: 'climatology', rmseSkill: -1, maeSkill: -1 })
})

test('coverage counts the held-out days inside of their interval', () => {
  const band = { low: Math.log(0.9), high: Math.log(1.1) }
  const coverage = intervalCoverage({
    births: series(0, 100, 120, 95, 80),
    forecast: series(1, 100, 100, 100, 100),
    workday: series(1, 1, 1, 0, 0),
    tuningBands: { workday: band, weekend: band },
    heldOutPeriod: { start: 1, end: 5 },
  })
  expect(coverage).toEqual([
    { days: 'workday', promised: 0.9, measured: 0.5 },
    { days: 'weekend', promised: 0.9, measured: 0.5 },
  ])
})

const days = [{ date: '1989-01-01', weekday: 'Sunday', births: 8100.4, low: 7900.5, high: 8300.6 }]

test('the outlook begins after the last day of the history', () => {
  const band = { low: -0.1, high: 0.1 }
  const [only, ...others] = outlook({
    days: Int32Array.of(dayNumber(1988, 12, 31), dayNumber(1989, 1, 1)),
    births: series(9133),
    forecast: series(9000, 8000),
    workday: series(0, 0),
    backTestBands: { workday: { low: -1, high: 1 }, weekend: band },
  })
  expect(others).toEqual([])
  expect(only).toMatchObject({ date: '1989-01-01', weekday: 'Sunday', births: 8000 })
  expect(only!.high).toBeCloseTo(8000 * Math.exp(0.1), 9)
})

test('people are shown whole births', () => {
  expect(next28Days({ outlook: days })).toEqual([
    { date: '1989-01-01', weekday: 'Sunday', births: 8100, low: 7901, high: 8301 },
  ])
})

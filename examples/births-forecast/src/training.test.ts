import { expect, test } from 'vitest'
import { dayNumber, isoDate } from './dates.ts'
import { adjustedNaive, climatology, penaltyDays, periods } from './training.ts'

test('the strongest penalty wins that costs at most one percent', () => {
  const chosen = penaltyDays({
    tuningScore1: { penaltyDays: 1, rmse: 200 },
    tuningScore3: { penaltyDays: 3, rmse: 200.5 },
    tuningScore10: { penaltyDays: 10, rmse: 202 },
    tuningScore30: { penaltyDays: 30, rmse: 202.1 },
    tuningScore100: { penaltyDays: 100, rmse: 250 },
    tuningScore300: { penaltyDays: 300, rmse: 300 },
  })
  expect(chosen).toBe(10)
})

test('the held-out years begin where tuning ends, and end with the history', () => {
  const first = dayNumber(1969, 1, 1)
  const days = Int32Array.from({ length: 7305 + 28 }, (_, index) => first + index)
  const { tuningPeriod, heldOutPeriod, forecastPeriod } = periods({ days, horizonDays: 28 })
  expect(isoDate(days[tuningPeriod.start]!)).toBe('1984-01-01')
  expect(heldOutPeriod.start).toBe(tuningPeriod.end)
  expect(isoDate(days[heldOutPeriod.start]!)).toBe('1986-01-01')
  expect(isoDate(days[heldOutPeriod.end - 1]!)).toBe('1988-12-31')
  expect(isoDate(days[forecastPeriod.end - 1]!)).toBe('1989-01-28')
})

test('climatology keeps the weekday and the season, five years back', () => {
  const knownBirths = Float64Array.from({ length: 2000 }, (_, day) => (day % 7 === 0 ? 700 : 100))
  const forecast = climatology({ knownBirths })
  expect(forecast[1995]).toBe(700)
  expect(forecast[1996]).toBe(100)
  expect(forecast[1800]).toBeNaN()
})

test('the adjusted naive forecast follows the growth of a year', () => {
  const seasonalNaive = new Float64Array(400).fill(1000)
  const recentBirths = Float64Array.from({ length: 400 }, (_, day) => (day < 364 ? 500 : 550))
  expect(adjustedNaive({ seasonalNaive, recentBirths })[380]).toBeCloseTo(1100, 9)
})

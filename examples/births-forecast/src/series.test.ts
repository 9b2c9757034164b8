import { expect, test } from 'vitest'
import { fourier, indicator, lag, product, rolling, sameSeasonMean, sameWeekdayMean } from './series.ts'

const oneToTen = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
const count = (length: number): Float64Array => Float64Array.from({ length }, (_, day) => day)

test('a lag moves the past forward', () => {
  expect([...lag({ series: oneToTen, days: 3, horizonDays: 2 })]).toEqual([NaN, NaN, NaN, 1, 2, 3, 4, 5, 6, 7])
})

test('a lag shorter than the horizon is refused, because it would look into the future', () => {
  expect(() => lag({ series: oneToTen, days: 3, horizonDays: 4 })).toThrow('3 days old is not known 4 days ahead')
})

test('a rolling window ends with the last day that is known', () => {
  const mean = rolling({ series: oneToTen, windowDays: 3, statistic: 'mean', horizonDays: 2 })
  expect([...mean]).toEqual([NaN, NaN, NaN, NaN, 2, 3, 4, 5, 6, 7])
})

test.each([
  ['mean', 4],
  ['minimum', 1],
  ['maximum', 10],
  ['median', 2.5],
  ['deviation', Math.sqrt((9 + 4 + 1 + 36) / 4)],
] as const)('the %s of a window', (statistic, expected) => {
  const series = Float64Array.of(1, 2, 3, 10, 99)
  expect(rolling({ series, windowDays: 4, statistic, horizonDays: 1 })[4]).toBeCloseTo(expected, 12)
})

test('the same weekday is looked up in weeks that are already known', () => {
  const mean = sameWeekdayMean({ series: count(60), weeks: 3, horizonDays: 10 })
  expect(mean[59]).toBe((59 - 14 + (59 - 21) + (59 - 28)) / 3)
  expect(mean[27]).toBeNaN()
})

test('the same season is the window around the day 52 weeks earlier', () => {
  const mean = sameSeasonMean({ series: count(800), yearsAgo: 1, windowDays: 7, horizonDays: 28 })
  expect(mean[700]).toBe(700 - 364)
  expect(mean[366]).toBeNaN()
})

test('a season whose window would reach into the future is refused', () => {
  const window = { series: oneToTen, yearsAgo: 1, windowDays: 700, horizonDays: 28 }
  expect(() => sameSeasonMean(window)).toThrow('is not known 28 days ahead')
})

test('an indicator marks one value, a product keeps only the days of both', () => {
  const twos = indicator({ series: Float64Array.of(1, 2, 2), value: 2 })
  expect([...twos]).toEqual([0, 1, 1])
  expect([...product({ left: twos, right: Float64Array.of(5, 6, 7) })]).toEqual([0, 6, 7])
})

test('a wave returns after its cycle', () => {
  const yearPhase = Float64Array.of(0, 0.125, 0.25, 0.5)
  const wave = fourier({ yearPhase, wave: 'cos', harmonic: 2 })
  expect([...wave].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([1, 0, -1, 1])
})

import { expect, test } from 'vitest'
import { agreement, clockedByHour, delayQuantiles } from './hours.ts'

test('the delay of an hour is the mean of its flights', () => {
  const time = Float64Array.of(6, 6.99, 7.5, 23.98)
  const means = clockedByHour({ clockedFlights: { time, delay: Int32Array.of(-4, 10, 8, 60) } })
  expect([means[5], means[6], means[7], means[23]]).toEqual([NaN, 3, 8, 60])
})

test('quantiles of the delay', () => {
  const delay = Int32Array.from({ length: 101 }, (_, index) => 100 - index)
  expect(delayQuantiles({ delay })).toEqual({ half: 50, most: 90, nearlyAll: 99 })
})

test('curves agree that have the same form, whatever their level, and only the busy hours count', () => {
  const hour = Int32Array.from({ length: 24 }, (_, index) => 23 - index)
  const delay = Float64Array.from(hour, (one) => (one < 6 ? 1000 * one : one ** 2))
  const clocked = Float64Array.from({ length: 24 }, (_, one) => 3 * one ** 2 + 7)
  expect(agreement({ byHour: { hour, delay }, clockedByHour: clocked })).toBeCloseTo(1, 12)
})

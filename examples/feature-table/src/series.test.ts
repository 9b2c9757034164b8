import { expect, test } from 'vitest'
import { before, daysSince, meanBefore, season } from './series.ts'

const series = Float64Array.of(3, 0, 6, 12, 0, 1)

test('a day sees what was so many days before it, and nothing before the first', () => {
  expect([...before({ series, days: 2 })]).toEqual([NaN, NaN, 3, 0, 6, 12])
})

test('a mean is that of the days before, without the day itself', () => {
  expect([...meanBefore({ series, days: 3 })]).toEqual([NaN, NaN, NaN, 3, 6, 6])
})

test('days are counted since the last that was above the threshold, and not from the day itself', () => {
  expect([...daysSince({ series, threshold: 5 })]).toEqual([NaN, NaN, NaN, 1, 1, 2])
  expect([...daysSince({ series, threshold: 0 })]).toEqual([NaN, 1, 2, 1, 1, 2])
})

test('a season is highest at midwinter, and comes again after a year', () => {
  const dayOf = (text: string): number => Date.parse(text) / 86_400_000
  const values = Int32Array.of(dayOf('2012-12-21'), dayOf('2013-06-21'), dayOf('2013-12-21'), dayOf('2013-03-22'))
  const [winter, summer, next, spring] = season({ date: { type: 'Date', length: 4, values }, wave: 'cos' })
  expect([winter! > 0.999, summer! < -0.999, next! > 0.999, Math.abs(spring!) < 0.02]).toEqual([true, true, true, true])
})

test('no day sees itself or what comes after it', () => {
  for (const seen of [
    (one: Float64Array) => before({ series: one, days: 1 }),
    (one: Float64Array) => meanBefore({ series: one, days: 2 }),
    (one: Float64Array) => daysSince({ series: one, threshold: 1 }),
  ]) {
    const other = seen(series.map((value, day) => (day < 4 ? value : 100 - value)))
    expect([...other.subarray(0, 5)]).toEqual([...seen(series).subarray(0, 5)])
  }
})

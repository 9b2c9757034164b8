import { expect, test } from 'vitest'
import { errorBands, intervalOf } from './interval.ts'

/** 101 working days and 101 weekend days; births are off by -50 to +50 percent points of a log, half that on weekends. */
const births = Float64Array.from(
  { length: 202 },
  (_, day) => 1000 * Math.exp(((day % 101) - 50) / (day < 101 ? 100 : 200)),
)
const workday = Float64Array.from({ length: 202 }, (_, day) => (day < 101 ? 1 : 0))
const forecast = new Float64Array(202).fill(1000)

test('a band holds nine of ten errors, for each kind of day', () => {
  const bands = errorBands({ births, forecast, workday, period: { start: 0, end: 202 } })
  expect(bands.workday.low).toBeCloseTo(-0.45, 9)
  expect(bands.workday.high).toBeCloseTo(0.45, 9)
  expect(bands.weekend.high).toBeCloseTo(0.225, 9)
})

test('an interval is the band around a forecast', () => {
  expect(intervalOf(200, { low: Math.log(0.5), high: Math.log(2) })).toEqual({ low: 100, high: 400 })
})

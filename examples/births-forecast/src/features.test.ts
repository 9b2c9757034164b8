import { expect, test } from 'vitest'
import { relativeBirths, timeLines } from './features.ts'

test('births are laid on the time line, unknown on the days to forecast', () => {
  const { knownBirths, logBirths } = timeLines({
    births: Float64Array.of(100, 200),
    days: Int32Array.of(0, 1, 2),
    workday: Float64Array.of(1, 1, 0),
  })
  expect([...knownBirths]).toEqual([100, 200, NaN])
  expect([...logBirths]).toEqual([Math.log(100), Math.log(200), NaN])
})

test('growth compares with the same weekday 52 weeks earlier', () => {
  const births = new Float64Array(365).fill(100)
  births[364] = 110
  const { yearlyGrowth } = timeLines({ births, days: new Int32Array(365), workday: new Float64Array(365) })
  expect(yearlyGrowth[363]).toBeNaN()
  expect(yearlyGrowth[364]).toBeCloseTo(Math.log(1.1), 12)
})

test('the mean contrast of a week is the gap between working days and weekend', () => {
  const births = Float64Array.of(120, 120, 120, 120, 120, 90, 90)
  const workday = Float64Array.of(1, 1, 1, 1, 1, 0, 0)
  const { weekendContrast } = timeLines({ births, days: new Int32Array(7), workday })
  const mean = weekendContrast.reduce((sum, value) => sum + value) / 7
  expect(mean).toBeCloseTo(Math.log(120 / 90), 12)
})

test('births are taken relative to their level', () => {
  const relative = relativeBirths({ logBirths: Float64Array.of(3, 5), level: Float64Array.of(2, NaN) })
  expect([...relative]).toEqual([1, NaN])
})

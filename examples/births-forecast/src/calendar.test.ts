import { expect, test } from 'vitest'
import { births, csv, days, positions, records } from './calendar.ts'
import { dayNumber } from './dates.ts'

const file = ['year,month,date_of_month,day_of_week,births', '1969,1,1,3,8486', '1969,1,2,4,9002', ''].join('\n')

test('the published file has every day of twenty years', async () => {
  const all = records({ csv: await csv() })
  expect(all).toHaveLength(7305)
  expect(all.at(-1)).toEqual({ day: dayNumber(1988, 12, 31), births: 9133 })
})

test('rows become days and births', () => {
  const found = records({ csv: file })
  expect(found).toEqual([
    { day: dayNumber(1969, 1, 1), births: 8486 },
    { day: dayNumber(1969, 1, 2), births: 9002 },
  ])
  expect([...births({ records: found })]).toEqual([8486, 9002])
})

test('a missing day is found, and named', () => {
  const gap = file.replace('1969,1,2,4', '1969,1,3,5')
  expect(() => records({ csv: gap })).toThrow('row 2 should be 1969-01-02 and is 1969-01-03')
})

test('the days go on after the history, as far as the horizon', () => {
  expect([...days({ records: records({ csv: file }), horizonDays: 3 })]).toEqual([-365, -364, -363, -362, -361])
})

test('a day knows its place in week, month and year', () => {
  const { weekday, workday, weekend, dayOfMonth, yearPhase } = positions({
    days: Int32Array.of(dayNumber(1988, 1, 1), dayNumber(1988, 12, 31)),
  })
  expect([...weekday]).toEqual([4, 5])
  expect([...workday]).toEqual([1, 0])
  expect([...weekend]).toEqual([0, 1])
  expect([...dayOfMonth]).toEqual([1, 31])
  expect([...yearPhase]).toEqual([0, 365 / 365.25])
})

import { describe, expect, test } from 'vitest'
import { dayNumber, isoDate } from './dates.ts'
import { holidayDate, nearHoliday, observedHoliday } from './holidays.ts'
import type { Holiday } from './holidays.ts'

function dateOf(holiday: Holiday, year: number): string | undefined {
  const day = holidayDate(holiday, year)
  return day === undefined ? undefined : isoDate(day)
}

describe('holidays fall where they fell', () => {
  test.each([
    ['easter', 1969, '1969-04-06'],
    ['easter', 1981, '1981-04-19'],
    ['easter', 1986, '1986-03-30'],
    ['thanksgiving', 1984, '1984-11-22'],
    ['thanksgiving', 1988, '1988-11-24'],
    ['laborDay', 1980, '1980-09-01'],
    ['memorialDay', 1970, '1970-05-30'],
    ['memorialDay', 1988, '1988-05-30'],
    ['memorialDay', 1982, '1982-05-31'],
    ['washingtonsBirthday', 1970, '1970-02-22'],
    ['washingtonsBirthday', 1988, '1988-02-15'],
    ['columbusDay', 1984, '1984-10-08'],
    ['veteransDay', 1975, '1975-10-27'],
    ['veteransDay', 1978, '1978-11-11'],
    ['leapDay', 1988, '1988-02-29'],
    ['leapDay', 1987, undefined],
  ] as const)('%s of %i: %s', (holiday, year, expected) => {
    expect(dateOf(holiday, year)).toBe(expected)
  })
})

/** From Christmas Eve of 1987, a Thursday, to the 5th of January, every day with a dip of 0.2. */
const turnOfTheYear = (() => {
  const days = Int32Array.from({ length: 13 }, (_, index) => dayNumber(1987, 12, 24) + index)
  const workday = Float64Array.of(1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1)
  return { days, workday, weekendDip: new Float64Array(13).fill(0.2) }
})()

test('a holiday marks the working day at an offset from it', () => {
  const christmas = nearHoliday({ ...turnOfTheYear, holiday: 'christmas', offset: 0 })
  expect([...christmas]).toEqual([0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
})

test('a day off is not marked: the day after Christmas of 1987 was a Saturday', () => {
  const dayAfter = nearHoliday({ ...turnOfTheYear, holiday: 'christmas', offset: 1 })
  expect(dayAfter.every((value) => value === 0)).toBe(true)
})

test('the day before New Year belongs to the next year', () => {
  const eve = nearHoliday({ ...turnOfTheYear, holiday: 'newYear', offset: -1 })
  expect(eve.indexOf(0.2)).toBe(7)
})

function independenceDaysOff(year: number): string[] {
  const days = Int32Array.from({ length: 9 }, (_, index) => dayNumber(year, 6, 30) + index)
  const marks = observedHoliday({ days, weekendDip: new Float64Array(9).fill(1), holiday: 'independenceDay' })
  return [...days].filter((_, index) => marks[index] === 1).map(isoDate)
}

test('a holiday on a Sunday is kept on Monday, one on a Saturday on Friday, any other on its day alone', () => {
  expect(independenceDaysOff(1976)).toEqual(['1976-07-05'])
  expect(independenceDaysOff(1981)).toEqual(['1981-07-03'])
  expect(independenceDaysOff(1985)).toEqual([])
})

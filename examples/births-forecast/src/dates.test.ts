import { expect, test } from 'vitest'
import { dayNumber, dayOfMonthOf, isoDate, weekdayOf, WEEKDAYS, yearOf } from './dates.ts'

test('a day number counts from 1970 and leads back to its date', () => {
  expect(dayNumber(1970, 1, 1)).toBe(0)
  expect(dayNumber(1969, 12, 31)).toBe(-1)
  expect(isoDate(dayNumber(1988, 2, 29))).toBe('1988-02-29')
  expect(yearOf(dayNumber(1988, 12, 31))).toBe(1988)
  expect(dayOfMonthOf(dayNumber(1988, 12, 31))).toBe(31)
})

test('weekdays begin with Monday', () => {
  expect(WEEKDAYS[weekdayOf(dayNumber(1969, 7, 20))]).toBe('Sunday')
  expect(WEEKDAYS[weekdayOf(dayNumber(1969, 7, 21))]).toBe('Monday')
})

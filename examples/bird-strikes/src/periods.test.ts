import { expect, test } from 'vitest'
import { periodOf, wholePeriods } from './periods.ts'

test('a day lies in the week of the Monday before it, and in its month and year', () => {
  expect(['2000-02-27', '2000-02-28', '2000-03-05'].map((day) => periodOf(day, 'week'))).toEqual([
    '2000-02-21',
    '2000-02-28',
    '2000-02-28',
  ])
  expect([periodOf('2000-02-29', 'month'), periodOf('2000-12-31', 'year')]).toEqual(['2000-02-01', '2000-01-01'])
})

test('only periods count that lie between the two days as a whole', () => {
  expect(wholePeriods('2000-01-02', '2000-04-29', 'month')).toEqual(['2000-02-01', '2000-03-01'])
  expect(wholePeriods('2000-01-01', '2000-04-30', 'month')).toHaveLength(4)
  expect(wholePeriods('1999-06-01', '2002-12-31', 'year')).toEqual(['2000-01-01', '2001-01-01', '2002-01-01'])
  expect(wholePeriods('2000-02-28', '2000-03-12', 'week')).toEqual(['2000-02-28', '2000-03-06'])
  expect(wholePeriods('2000-02-29', '2000-03-05', 'week')).toEqual([])
})

test('no period is missing over many years, and none comes twice', () => {
  expect(wholePeriods('1990-01-01', '2009-12-31', 'month')).toHaveLength(240)
  expect(wholePeriods('1990-01-01', '2009-12-31', 'year')).toHaveLength(20)
  const weeks = wholePeriods('1990-01-01', '2009-12-31', 'week')
  const steps = weeks.slice(1).map((week, index) => Date.parse(week) - Date.parse(weeks[index]!))
  expect(new Set(steps)).toEqual(new Set([7 * 86_400_000]))
})

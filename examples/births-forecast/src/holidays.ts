// When the holidays of the United States fall, and the columns that mark them.

import { dayNumber, weekdayOf, yearOf } from './dates.ts'
import type { DailySeries } from './series.ts'

const MONDAY = 0
const THURSDAY = 3
const FRIDAY = 4

/** From this year on the Uniform Monday Holiday Act moves some holidays to Mondays. */
const MONDAY_HOLIDAYS_SINCE = 1971

const RULES = {
  newYear: (year) => dayNumber(year, 1, 1),
  valentinesDay: (year) => dayNumber(year, 2, 14),
  washingtonsBirthday: (year) =>
    year < MONDAY_HOLIDAYS_SINCE ? dayNumber(year, 2, 22) : nthWeekday(year, 2, MONDAY, 3),
  leapDay: (year) => (year % 4 === 0 ? dayNumber(year, 2, 29) : undefined),
  aprilFoolsDay: (year) => dayNumber(year, 4, 1),
  easter: (year) => easterSunday(year),
  memorialDay: (year) => (year < MONDAY_HOLIDAYS_SINCE ? dayNumber(year, 5, 30) : lastMonday(year, 5)),
  independenceDay: (year) => dayNumber(year, 7, 4),
  laborDay: (year) => nthWeekday(year, 9, MONDAY, 1),
  columbusDay: (year) => (year < MONDAY_HOLIDAYS_SINCE ? dayNumber(year, 10, 12) : nthWeekday(year, 10, MONDAY, 2)),
  halloween: (year) => dayNumber(year, 10, 31),
  veteransDay: (year) => (year >= 1971 && year <= 1977 ? nthWeekday(year, 10, MONDAY, 4) : dayNumber(year, 11, 11)),
  thanksgiving: (year) => nthWeekday(year, 11, THURSDAY, 4),
  christmas: (year) => dayNumber(year, 12, 25),
} satisfies Record<string, (year: number) => number | undefined>

export type Holiday = keyof typeof RULES

/** The day number of a holiday, or undefined in a year without it. */
export function holidayDate(holiday: Holiday, year: number): number | undefined {
  return RULES[holiday](year)
}

/** The working days that lie `offset` days after a holiday, each as deep as the weekend dip; 0 on all other days. */
export function nearHoliday({ days, workday, weekendDip, holiday, offset }: NearHoliday): DailySeries {
  return weekendDip.map((dip, day) => (workday[day] === 1 && isNear(days[day]!, holiday, offset) ? dip : 0))
}

/** The Friday or Monday off that stands for a holiday on a weekend, as deep as the weekend dip; 0 on all other days. */
export function observedHoliday({ days, weekendDip, holiday }: ObservedHoliday): DailySeries {
  return weekendDip.map((dip, index) => {
    const day = days[index]!
    const isFridayOff = weekdayOf(day) === FRIDAY && isNear(day, holiday, -1)
    const isMondayOff = weekdayOf(day) === MONDAY && isNear(day, holiday, 1)
    return isFridayOff || isMondayOff ? dip : 0
  })
}

interface ObservedHoliday {
  days: Int32Array
  weekendDip: DailySeries
  holiday: Holiday
}

interface NearHoliday extends ObservedHoliday {
  workday: DailySeries
  offset: number
}

function isNear(day: number, holiday: Holiday, offset: number): boolean {
  return holidayDate(holiday, yearOf(day - offset)) === day - offset
}

function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  const first = dayNumber(year, month, 1)
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (n - 1)
}

function lastMonday(year: number, month: number): number {
  const last = dayNumber(year, month + 1, 0)
  return last - weekdayOf(last)
}

/** The Gregorian algorithm of J. Meeus, Astronomical Algorithms (1991), chapter 8. */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const lateMoon = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  return dayNumber(year, 3, 22 + epact + toSunday - 7 * lateMoon)
}

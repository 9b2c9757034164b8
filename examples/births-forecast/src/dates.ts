// Calendar arithmetic on day numbers: whole days since 1970-01-01, so that no time zone can interfere.

const MILLISECONDS_PER_DAY = 86_400_000

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** The day number of a date; `month` and `dayOfMonth` count from 1. */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / MILLISECONDS_PER_DAY
}

/** The date of a day number, such as `1988-12-31`. */
export function isoDate(day: number): string {
  return toDate(day).toISOString().slice(0, 10)
}

export function yearOf(day: number): number {
  return toDate(day).getUTCFullYear()
}

/** The day of the month, from 1. */
export function dayOfMonthOf(day: number): number {
  return toDate(day).getUTCDate()
}

/** The position in `WEEKDAYS`: 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (toDate(day).getUTCDay() + 6) % 7
}

function toDate(day: number): Date {
  return new Date(day * MILLISECONDS_PER_DAY)
}

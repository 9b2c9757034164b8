// Weeks, months and years, as plain functions of ISO dates.

export type Grain = 'week' | 'month' | 'year'

const DAY_MS = 86_400_000

/** The first day of the period in which a day lies; weeks begin on Mondays. */
export function periodOf(day: string, grain: Grain): string {
  if (grain === 'year') return `${day.slice(0, 4)}-01-01`
  if (grain === 'month') return `${day.slice(0, 7)}-01`
  const daysSinceMonday = (new Date(day).getUTCDay() + 6) % 7
  return addDays(day, -daysSinceMonday)
}

/** The first days of all periods that lie between two days as a whole, both ends included, in order. */
export function wholePeriods(firstDay: string, lastDay: string, grain: Grain): string[] {
  const periods: string[] = []
  let start = periodOf(firstDay, grain)
  if (start < firstDay) start = next(start, grain)
  for (; addDays(next(start, grain), -1) <= lastDay; start = next(start, grain)) periods.push(start)
  return periods
}

/** The first day of the period behind the one that begins on this day. */
function next(start: string, grain: Grain): string {
  return periodOf(addDays(start, { week: 7, month: 31, year: 366 }[grain]), grain)
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

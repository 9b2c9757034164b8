// What a day may know: plain functions of plain arrays. Each of them sees only the days before the day.

import type { DateColumn } from '@throughline/io/columns'

/** A column of numbers, one for each day. */
export type Daily = Float64Array

/** What was so many days before; `NaN` where that is before the first day. */
export const before = ({ series, days }: { series: Daily; days: number }): Daily =>
  series.map((_, day) => series[day - days] ?? NaN)

/** The mean of so many days before each day; `NaN` where there are fewer. */
export function meanBefore({ series, days }: { series: Daily; days: number }): Daily {
  let sum = 0
  return series.map((value, day) => {
    const mean = day < days ? NaN : sum / days
    sum += value - (series[day - days] ?? 0)
    return mean
  })
}

/** How many days ago it was last more than `threshold`, 1 for yesterday; `NaN` where it was not yet. */
export function daysSince({ series, threshold }: { series: Daily; threshold: number }): Daily {
  let last = NaN
  return series.map((value, day) => {
    const days = day - last
    if (value > threshold) last = day
    return days
  })
}

/** Once around in a year: the cosine is 1 at midwinter and -1 at midsummer, the sine 1 in spring and -1 in autumn. */
export function season({ date, wave }: { date: DateColumn; wave: 'cos' | 'sin' }): Daily {
  const midwinter = -10
  return Float64Array.from(date.values, (day) => Math[wave]((2 * Math.PI * (day - midwinter)) / 365.2425))
}

// When flights are late: days by SQL, and those that are unlike others by a function of their columns.

import { parquetFile } from '@throughline/io/parquet'
import { param, sql } from '@throughline/io/sql'
import type { ColumnsOf } from '@throughline/io/columns'
import { from } from 'throughline'
import { saved } from 'throughline/io'
import { median } from './statistics.ts'

const daySchema = { day: 'date', flights: 'int32', late: 'float64' } as const

/**
 * Days by their flights; the last minute of the data, in which another day begins, is left out.
 *
 * @shape one row per day, in order; `byDay.saved` writes them
 */
export const byDay = saved(
  sql({ columns: daySchema })`
    select date::date as day, count(*)::integer as flights, avg((delay >= ${param('lateMinutes')})::integer) as late
    from ${from('flights')}
    group by day
    having count(*) >= ${100}
    order by day`,
  ({ outDir = 'out' }: { outDir?: string }) => parquetFile(`${outDir}/days.parquet`),
)

export interface UnusualDay {
  readonly day: string
  readonly late: number
  /** What is usual on such a weekday: the median. */
  readonly usual: number
}

/**
 * Days that are much later than days of the same weekday: by more than three times what such days are mostly off.
 *
 * @source median absolute deviation, as in Leys et al. 2013, doi:10.1016/j.jesp.2013.03.013
 */
export function unusualDays({ byDay }: { byDay: ColumnsOf<typeof daySchema> }): UnusualDay[] {
  const { day, late } = byDay
  const weekdays = Array.from({ length: 7 }, (_, weekday) => late.filter((_, row) => day.values[row]! % 7 === weekday))
  const usual = weekdays.map((some) => median(some))
  const spread = weekdays.map((some, weekday) => 1.4826 * median(some.map((one) => Math.abs(one - usual[weekday]!))))
  return Array.from(day.values, (value, row) => ({ value, weekday: value % 7, late: late[row]! }))
    .filter(({ weekday, late }) => late - usual[weekday]! > 3 * spread[weekday]!)
    .map(({ value, weekday, late }) => ({
      day: new Date(value * 86_400_000).toISOString().slice(0, 10),
      late,
      usual: usual[weekday]!,
    }))
}

// How a delay grows through the day: once by a loop over arrays, once by SQL, from two different files.

import type { Flights } from './data.ts'
import { sql } from '@throughline/io/sql'
import { from } from 'throughline'
import { correlation, quantile, type Numbers } from './statistics.ts'

/** Flights from the second file, which knows the time of day and the delay. */
export interface ClockedFlights {
  readonly time: Numbers
  readonly delay: Numbers
}

/** Half of the flights, nine of ten, and 99 of a hundred are no later than this. @unit minutes */
export const delayQuantiles = ({
  delay,
}: {
  delay: Flights['delay']
}): Record<'half' | 'most' | 'nearlyAll', number> => ({
  half: quantile(delay, 0.5),
  most: quantile(delay, 0.9),
  nearlyAll: quantile(delay, 0.99),
})

/** Mean delay by hour of departure. @shape one row per hour, in order @unit minutes */
export const byHour = sql({ columns: { hour: 'int32', flights: 'int32', delay: 'float64' } })`
  select hour(date)::integer as hour, count(*)::integer as flights, avg(delay) as delay
  from ${from('flights')}
  group by hour
  order by hour`

/** The same of the other file. @shape 24 means; `NaN` for an hour without flights @unit minutes */
export function clockedByHour({ clockedFlights: { time, delay } }: { clockedFlights: ClockedFlights }): Float64Array {
  const sums = new Float64Array(24)
  const counts = new Float64Array(24)
  for (let flight = 0; flight < time.length; flight++) {
    const hour = Math.floor(time[flight]!)
    sums[hour]! += delay[flight]!
    counts[hour]! += 1
  }
  return sums.map((sum, hour) => sum / counts[hour]!)
}

/** How alike the two curves are, from six to eleven at night, when there are many flights. @unit correlation, -1 to 1 */
export function agreement({
  byHour,
  clockedByHour,
}: {
  byHour: { readonly hour: Int32Array; readonly delay: Float64Array }
  clockedByHour: Float64Array
}): number {
  const busy = Array.from(byHour.hour.keys()).filter((row) => byHour.hour[row]! >= 6 && byHour.hour[row]! < 23)
  return correlation(
    busy.map((row) => byHour.delay[row]!),
    busy.map((row) => clockedByHour[byHour.hour[row]!]!),
  )
}

// Where flights are late: tables that SQL makes of tables.

import { csvFile } from '@throughline/io'
import { param, sql } from '@throughline/io/sql'
import { checked, from } from 'throughline'
import { columns, inRange, unique } from 'throughline/checks'
import { saved } from 'throughline/io'

/** From how many minutes on a flight is late. */
export const lateMinutes = (): number => 15

/** @shape one row per airport from which a flight departed, the busiest first */
export const byAirport = checked(
  sql({
    columns: {
      airport: 'string',
      name: 'string',
      state: 'string?',
      flights: 'int32',
      delay: 'float64',
      late: 'float64',
    },
  })`
    select origin as airport, name, state,
      count(*)::integer as flights,
      avg(delay) as delay,
      avg((delay >= ${param('lateMinutes')})::integer) as late
    from ${from('flights')}
    join ${from('airports')} on iata = origin
    group by all
    order by flights desc, airport`,
  columns({ airport: [unique()], late: [inRange(0, 1)] }),
)

/** The airports that a person wants to see; `busiest.saved` writes them. */
export const busiest = saved(
  sql({
    as: 'rows',
    columns: { airport: 'string', name: 'string', flights: 'int32', delay: 'float64', late: 'float64' },
  })`
    select airport, name, flights, round(delay, 1) as delay, round(late, 3) as late
    from ${from('byAirport')}
    order by flights desc, airport
    limit ${param('airportCount')}`,
  ({ outDir = 'out' }: { outDir?: string }) => csvFile(`${outDir}/busiest.csv`),
)

export const airportCount = (): number => 5

/** States with as many flights as a small airport, the most punctual first. */
export const byState = sql({ as: 'rows', columns: { state: 'string', flights: 'int32', late: 'float64' } })`
  select state, sum(flights)::integer as flights, sum(late * flights) / sum(flights) as late
  from ${from('byAirport')}
  where state is not null
  group by state
  order by late, state`

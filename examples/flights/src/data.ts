// What is read: airports from CSV, flights from Parquet, and others from Arrow. All files come with a package.

import { fileURLToPath } from 'node:url'
import { csvFile } from '@throughline/io'
import { arrowFile } from '@throughline/io/arrow'
import type { ColumnsOf } from '@throughline/io/columns'
import { parquetFile } from '@throughline/io/parquet'
import { fileTable, sql } from '@throughline/io/sql'
import { byConfig, checked, extract, from } from 'throughline'
import { columns, inRange, matches, unique } from 'throughline/checks'
import { loaded } from 'throughline/io'

const dataset = (file: string): string =>
  fileURLToPath(new URL(`../data/${file}`, import.meta.resolve('vega-datasets')))

/** @shape one row per airport of the United States */
export const airports = checked(
  loaded(
    csvFile(dataset('airports.csv'), {
      as: 'columns',
      columns: {
        iata: 'string',
        name: 'string',
        city: 'string?',
        state: 'string?',
        country: 'string',
        latitude: 'float64',
        longitude: 'float64',
      },
    }),
  ),
  columns({
    iata: [matches(/^[A-Z0-9]{3,4}$/), unique()],
    latitude: [inRange(-90, 90)],
    longitude: [inRange(-180, 180)],
  }),
)

const flightSchema = {
  date: 'timestamp',
  delay: 'int32',
  distance: 'int32',
  origin: 'string',
  destination: 'string',
} as const
export type Flights = ColumnsOf<typeof flightSchema>

/** Three million flights, which stay in their file: SQL takes from there what it needs. */
export const everyFlight = loaded(fileTable(dataset('flights-3m.parquet')))

/**
 * Domestic flights of the first half of 2001: every fifteenth of them, or with `--config selection=all` all, in memory.
 *
 * @unit `delay` in minutes, negative for flights that arrived early; `distance` in miles; `date` in local time
 */
export const flights = extract(
  byConfig(
    'selection',
    {
      sample: sql({ columns: flightSchema })`
        select * from ${from('everyFlight')} qualify row_number() over () % 15 = 1`,
      all: loaded(parquetFile(dataset('flights-3m.parquet'), { columns: flightSchema })),
    },
    { default: 'sample' },
  ),
  ['delay'],
)

/**
 * 200,000 flights of another selection, without their airports.
 *
 * @unit `time` in hours since midnight
 */
export const clockedFlights = loaded(
  arrowFile(dataset('flights-200k.arrow'), { columns: { delay: 'int32', distance: 'int32', time: 'float64' } }),
)

// What was measured: the weather of Seattle, day by day.

import { csvFile } from '@throughline/io'
import { checked, extract } from 'throughline'
import { columns, inRange, isIn, lengthBetween } from 'throughline/checks'
import { loaded } from 'throughline/io'

const file = new URL('../data/seattle-weather.csv', import.meta.resolve('vega-datasets'))

/**
 * Four years without a gap.
 *
 * @shape one row per day from 2012-01-01 to 2015-12-31
 * @unit precipitation in mm, temperatures in °C, wind in m/s
 */
export const weather = extract(
  checked(
    loaded(
      csvFile(file, {
        as: 'columns',
        columns: {
          date: 'date',
          precipitation: 'float64',
          temp_max: 'float64',
          temp_min: 'float64',
          wind: 'float64',
          weather: 'string',
        },
      }),
    ),
    columns({
      precipitation: [lengthBetween(1_461, 1_461), inRange(0, 100)],
      temp_max: [inRange(-10, 45)],
      temp_min: [inRange(-20, 30)],
      wind: [inRange(0, 30)],
      weather: [isIn(['drizzle', 'fog', 'rain', 'snow', 'sun'])],
    }),
  ),
  { date: 'date', precipitation: 'rain', temp_max: 'warmest', temp_min: 'coldest', wind: 'wind' },
)

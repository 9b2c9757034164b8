// Intervals from past errors: no assumption about their distribution.

import type { Period } from './backtest.ts'
import type { DailySeries } from './series.ts'

/** Errors of a forecast, as log ratios of births to forecast: `coverage` of them lie from `low` to `high`. */
export interface Band {
  low: number
  high: number
}

/** Weekends vary less than working days, on which the holidays fall. */
export type Bands = Record<'workday' | 'weekend', Band>

/** The part of the errors that a band holds. */
export const COVERAGE = 0.9

/** The bands of the errors that a forecast made in a period. @unit log ratio */
export function errorBands({ births, forecast, workday, period }: ErrorBands): Bands {
  const errors: Record<keyof Bands, number[]> = { workday: [], weekend: [] }
  for (let day = period.start; day < period.end; day++) {
    errors[kindOf(workday, day)].push(Math.log(births[day]! / forecast[day]!))
  }
  return { workday: bandOf(errors.workday), weekend: bandOf(errors.weekend) }
}

export interface ErrorBands {
  births: DailySeries
  forecast: DailySeries
  workday: DailySeries
  period: Period
}

/** The interval around the forecast of one day. @unit that of the forecast */
export function intervalOf(forecast: number, { low, high }: Band): Band {
  return { low: forecast * Math.exp(low), high: forecast * Math.exp(high) }
}

export function kindOf(workday: DailySeries, day: number): keyof Bands {
  return workday[day] === 1 ? 'workday' : 'weekend'
}

function bandOf(errors: number[]): Band {
  const sorted = errors.toSorted((a, b) => a - b)
  const tail = (1 - COVERAGE) / 2
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) }
}

/** Linear interpolation between order statistics: type 7 of R. Hyndman and Y. Fan, Sample Quantiles (1996). */
function quantile(sorted: number[], probability: number): number {
  const position = probability * (sorted.length - 1)
  const below = sorted[Math.floor(position)]!
  const above = sorted[Math.ceil(position)]!
  return below + (above - below) * (position - Math.floor(position))
}

// Forecasts as they would have been made: each block of days from a model that has seen only the days before it.

import type { NodeContext } from 'throughline'
import { addRow, emptyMoments, fitRidge, predict } from './ridge.ts'
import type { DailySeries } from './series.ts'

/** Days by their position in the series: from `start`, before `end`. */
export interface Period {
  start: number
  end: number
}

/** The columns of the model, turned into rows. @shape rows: one per day, each with one number per name */
export interface FeatureTable {
  names: readonly string[]
  rows: readonly Float64Array[]
}

/** Turns columns into rows. */
export function toTable<Name extends string>(names: readonly Name[], columns: Record<Name, DailySeries>): FeatureTable {
  const days = columns[names[0]!].keys()
  return { names, rows: Array.from(days, (day) => Float64Array.from(names, (name) => columns[name][day]!)) }
}

export interface RollingForecast {
  featureTable: FeatureTable
  /** The target. @unit log ratio */
  relativeBirths: DailySeries
  /** What the target is relative to. @unit log births per day */
  level: DailySeries
  /** Births of the history; its length says which day is the last one known. */
  births: DailySeries
  horizonDays: number
  penaltyDays: number
  forecastPeriod: Period
}

/**
 * Forecasts a period in blocks of `horizonDays`, each by a model fitted on all days up to the day before the block.
 *
 * @returns births per day; NaN outside of the blocks that touch the period
 */
export function rollingForecast(
  { featureTable, relativeBirths, level, births, horizonDays, penaltyDays, forecastPeriod }: RollingForecast,
  context?: Pick<NodeContext, 'progress'>,
): DailySeries {
  const { names, rows } = featureTable
  const forecast = new Float64Array(rows.length).fill(NaN)
  const origins = forecastOrigins(births.length - 1, horizonDays, forecastPeriod)
  const moments = emptyMoments(names.length)
  let next = firstKnownDay(rows, relativeBirths)
  for (const [index, origin] of origins.entries()) {
    for (; next <= origin; next++) addRow(moments, rows[next]!, relativeBirths[next]!)
    const model = fitRidge(moments, penaltyDays)
    for (let day = origin + 1; day <= origin + horizonDays; day++) {
      forecast[day] = Math.exp(level[day]! + predict(model, rows[day]!))
    }
    context?.progress(index + 1, origins.length)
  }
  return forecast
}

export interface PenaltyScore {
  penaltyDays: number
  /** Root mean square error in the tuning period. @unit births per day */
  rmse: number
}

/** How well the model forecasts the tuning period with one penalty. */
export function scorePenalty({
  featureTable,
  relativeBirths,
  level,
  births,
  horizonDays,
  tuningPeriod,
  penaltyDays,
}: Omit<RollingForecast, 'forecastPeriod'> & { tuningPeriod: Period }): PenaltyScore {
  const learning = { featureTable, relativeBirths, level, births, horizonDays, penaltyDays }
  const forecast = rollingForecast({ ...learning, forecastPeriod: tuningPeriod })
  return { penaltyDays, rmse: rootMeanSquareError(births, forecast, tuningPeriod) }
}

/** The last known day of each block that touches the period, oldest first; the newest possible one is `lastDay`. */
export function forecastOrigins(lastDay: number, horizonDays: number, { start, end }: Period): number[] {
  const origins: number[] = []
  for (let origin = lastDay; origin + horizonDays >= start; origin -= horizonDays) {
    if (origin + 1 < end) origins.unshift(origin)
  }
  return origins
}

/** The first day on which every column and the target are known. */
function firstKnownDay(rows: readonly Float64Array[], target: DailySeries): number {
  return rows.findIndex((row, day) => row.every((value) => Number.isFinite(value)) && Number.isFinite(target[day]))
}

/** @unit of the series */
export function rootMeanSquareError(actual: DailySeries, forecast: DailySeries, period: Period): number {
  return Math.sqrt(meanOverPeriod((day) => (forecast[day]! - actual[day]!) ** 2, period))
}

/** @unit of the series */
export function meanAbsoluteError(actual: DailySeries, forecast: DailySeries, period: Period): number {
  return meanOverPeriod((day) => Math.abs(forecast[day]! - actual[day]!), period)
}

function meanOverPeriod(value: (day: number) => number, { start, end }: Period): number {
  let sum = 0
  for (let day = start; day < end; day++) sum += value(day)
  return sum / (end - start)
}

// What past births say about a day. No value younger than `horizonDays` is read for any day: that rule is kept by the
// functions of `series.ts`, and proven by a test on the whole flow.

import { extract, from, parameterize, tagged } from 'throughline'
import { lag, rolling, sameSeasonMean, sameWeekdayMean } from './series.ts'
import type { DailySeries } from './series.ts'

/**
 * Births on the time line of `days`, NaN on those to forecast: as they are (births per day), their logs, their yearly
 * growth (log ratio), and weighted so that the mean of whole weeks is the gap between working days and weekends.
 */
export const timeLines = extract(
  ({
    births,
    days,
    workday,
  }: {
    births: DailySeries
    days: Int32Array
    workday: DailySeries
  }): Record<TimeLine, DailySeries> => {
    const knownBirths = Float64Array.from(days, (_, day) => births[day] ?? NaN)
    const logBirths = knownBirths.map(Math.log)
    return {
      knownBirths,
      logBirths,
      yearlyGrowth: logBirths.map((value, day) => value - (logBirths[day - 364] ?? NaN)),
      weekendContrast: logBirths.map((value, day) => value * (workday[day] === 1 ? 7 / 5 : -7 / 2)),
    }
  },
  ['knownBirths', 'logBirths', 'yearlyGrowth', 'weekendContrast'],
)

type TimeLine = 'knownBirths' | 'logBirths' | 'yearlyGrowth' | 'weekendContrast'

/** What is usual: the level of a year and how much its weekends lie below it (logs), and recent births per day. */
export const norms = parameterize(rolling, {
  level: { series: from('logBirths'), windowDays: 364, statistic: 'mean' },
  weekendDip: { series: from('weekendContrast'), windowDays: 364, statistic: 'mean' },
  recentBirths: { series: from('knownBirths'), windowDays: 28, statistic: 'mean' },
})

/** Births relative to the level that was known `horizonDays` before: what the model learns to predict. @unit log ratio */
export function relativeBirths({ logBirths, level }: { logBirths: DailySeries; level: DailySeries }): DailySeries {
  return logBirths.map((value, day) => value - level[day]!)
}

/** Single days: the same weekday of recent weeks, and of the weeks around a year ago. @unit log ratio */
export const lags = tagged(
  parameterize(
    lag,
    [
      { series: from('relativeBirths'), days: 28 },
      { series: from('relativeBirths'), days: 35 },
      { series: from('relativeBirths'), days: 42 },
      { series: from('relativeBirths'), days: 49 },
      { series: from('relativeBirths'), days: 357 },
      { series: from('relativeBirths'), days: 364 },
      { series: from('relativeBirths'), days: 371 },
    ],
    ({ days }) => `lag${days}` as const,
  ),
  { column: 'past' },
)

/** The same weekday over the last weeks. @unit log ratio */
export const weekdayMeans = tagged(
  parameterize(
    sameWeekdayMean,
    [
      { series: from('relativeBirths'), weeks: 4 },
      { series: from('relativeBirths'), weeks: 8 },
      { series: from('relativeBirths'), weeks: 13 },
      { series: from('relativeBirths'), weeks: 26 },
      { series: from('relativeBirths'), weeks: 52 },
    ],
    ({ weeks }) => `weekdayMean${weeks}` as const,
  ),
  { column: 'past' },
)

/** Centre, spread and extremes of the last days. @unit log ratio */
export const rollingStatistics = tagged(
  parameterize(rolling, {
    mean7: { series: from('relativeBirths'), windowDays: 7, statistic: 'mean' },
    mean14: { series: from('relativeBirths'), windowDays: 14, statistic: 'mean' },
    mean28: { series: from('relativeBirths'), windowDays: 28, statistic: 'mean' },
    mean56: { series: from('relativeBirths'), windowDays: 56, statistic: 'mean' },
    mean91: { series: from('relativeBirths'), windowDays: 91, statistic: 'mean' },
    mean182: { series: from('relativeBirths'), windowDays: 182, statistic: 'mean' },
    deviation28: { series: from('relativeBirths'), windowDays: 28, statistic: 'deviation' },
    deviation91: { series: from('relativeBirths'), windowDays: 91, statistic: 'deviation' },
    deviation364: { series: from('relativeBirths'), windowDays: 364, statistic: 'deviation' },
    minimum28: { series: from('relativeBirths'), windowDays: 28, statistic: 'minimum' },
    minimum91: { series: from('relativeBirths'), windowDays: 91, statistic: 'minimum' },
    maximum28: { series: from('relativeBirths'), windowDays: 28, statistic: 'maximum' },
    maximum91: { series: from('relativeBirths'), windowDays: 91, statistic: 'maximum' },
    median28: { series: from('relativeBirths'), windowDays: 28, statistic: 'median' },
    median91: { series: from('relativeBirths'), windowDays: 91, statistic: 'median' },
    growth28: { series: from('yearlyGrowth'), windowDays: 28, statistic: 'mean' },
    growth91: { series: from('yearlyGrowth'), windowDays: 91, statistic: 'mean' },
    growth364: { series: from('yearlyGrowth'), windowDays: 364, statistic: 'mean' },
  }),
  { column: 'past' },
)

/** The same season of one and two years ago. @unit log ratio */
export const seasons = tagged(
  parameterize(sameSeasonMean, {
    week1YearAgo: { series: from('relativeBirths'), yearsAgo: 1, windowDays: 7 },
    week2YearsAgo: { series: from('relativeBirths'), yearsAgo: 2, windowDays: 7 },
    month1YearAgo: { series: from('relativeBirths'), yearsAgo: 1, windowDays: 28 },
    month2YearsAgo: { series: from('relativeBirths'), yearsAgo: 2, windowDays: 28 },
  }),
  { column: 'past' },
)

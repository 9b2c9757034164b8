// Columns of numbers, one per day. Plain functions of plain arrays: other modules make many nodes of each of them.

/** One number per day, from the first day of the history to the last day to forecast; NaN where it is not known. */
export type DailySeries = Float64Array

/**
 * The value `days` days earlier.
 * @throws {RangeError} when that value is not yet known at the time of the forecast
 */
export function lag({ series, days, horizonDays }: Past & { days: number }): DailySeries {
  assertKnown(days, horizonDays)
  return series.map((_, day) => series[day - days] ?? NaN)
}

/** A statistic of the last `windowDays` days that are known `horizonDays` ahead. */
export function rolling({ series, windowDays, statistic, horizonDays }: Past & RollingOptions): DailySeries {
  const summarise = STATISTICS[statistic]
  return series.map((_, day) => {
    const end = day - horizonDays + 1
    return end < windowDays ? NaN : summarise(series.subarray(end - windowDays, end))
  })
}

/** The mean of the last `weeks` days of the same weekday that are known `horizonDays` ahead. */
export function sameWeekdayMean({ series, weeks, horizonDays }: Past & { weeks: number }): DailySeries {
  const nearest = 7 * Math.ceil(horizonDays / 7)
  const daysAgo = Array.from({ length: weeks }, (_, week) => nearest + 7 * week)
  return series.map((_, day) => mean(daysAgo.map((days) => series[day - days] ?? NaN)))
}

/**
 * The mean of the `windowDays` days around the same weekday of the same season, `yearsAgo` years of 52 weeks earlier.
 * @throws {RangeError} when the window reaches days that are not yet known at the time of the forecast
 */
export function sameSeasonMean({ series, yearsAgo, windowDays, horizonDays }: Past & SeasonOptions): DailySeries {
  const oldest = 364 * yearsAgo + Math.floor(windowDays / 2)
  assertKnown(oldest - windowDays + 1, horizonDays)
  return series.map((_, day) => (day < oldest ? NaN : mean(series.subarray(day - oldest, day - oldest + windowDays))))
}

/** The product of two series, day by day. */
export function product({ left, right }: { left: DailySeries; right: DailySeries }): DailySeries {
  return left.map((value, day) => value * right[day]!)
}

/** 1 on the days that have this value, else 0. */
export function indicator({ series, value }: { series: DailySeries; value: number }): DailySeries {
  return series.map((one) => (one === value ? 1 : 0))
}

/** A wave that completes `harmonic` cycles in a year; `yearPhase` goes from 0 to 1. */
export function fourier({ yearPhase, wave, harmonic }: YearWave): DailySeries {
  return yearPhase.map((fraction) => Math[wave](2 * Math.PI * harmonic * fraction))
}

/** A series of which each day may only see what was known `horizonDays` before it. */
interface Past {
  series: DailySeries
  horizonDays: number
}

interface RollingOptions {
  windowDays: number
  statistic: keyof typeof STATISTICS
}

interface SeasonOptions {
  yearsAgo: number
  windowDays: number
}

interface YearWave {
  yearPhase: DailySeries
  wave: 'sin' | 'cos'
  harmonic: number
}

const STATISTICS = {
  mean,
  minimum: (window: DailySeries): number => Math.min(...window),
  maximum: (window: DailySeries): number => Math.max(...window),
  median(window: DailySeries): number {
    const sorted = window.toSorted()
    return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
  },
  deviation(window: DailySeries): number {
    const centre = mean(window)
    return Math.sqrt(mean(window.map((value) => (value - centre) ** 2)))
  },
}

function mean(values: DailySeries | number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function assertKnown(daysAgo: number, horizonDays: number): void {
  if (daysAgo >= horizonDays) return
  throw new RangeError(`a value ${daysAgo} days old is not known ${horizonDays} days ahead`)
}

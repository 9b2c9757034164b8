// What the model learns from, the choice of its penalty, and the forecasts of the model and of its rivals.

import { byConfig, extract, from, node, parameterize } from 'throughline'
import { rollingForecast, scorePenalty, toTable } from './backtest.ts'
import type { PenaltyScore, Period } from './backtest.ts'
import { calendarColumns, pastColumns } from './columns.ts'
import type { CalendarColumn, PastColumn } from './columns.ts'
import { dayNumber } from './dates.ts'
import { lag } from './series.ts'
import type { DailySeries } from './series.ts'

/** 1984 and 1985 choose the penalty; 1986 to 1988 are held out; the forecast covers both, and the days after them. */
export const periods = extract(
  ({ days, horizonDays }: { days: Int32Array; horizonDays: number }): Record<PeriodName, Period> => {
    const tuning = dayNumber(1984, 1, 1) - days[0]!
    const heldOut = dayNumber(1986, 1, 1) - days[0]!
    const historyEnd = days.length - horizonDays
    return {
      tuningPeriod: { start: tuning, end: heldOut },
      heldOutPeriod: { start: heldOut, end: historyEnd },
      backTestPeriod: { start: tuning, end: historyEnd },
      forecastPeriod: { start: tuning, end: days.length },
    }
  },
  ['tuningPeriod', 'heldOutPeriod', 'backTestPeriod', 'forecastPeriod'],
)

type PeriodName = 'tuningPeriod' | 'heldOutPeriod' | 'backTestPeriod' | 'forecastPeriod'

/** The columns of the model: all of them, or only what the calendar says. */
export const featureTable = byConfig(
  'features',
  {
    all: node([...calendarColumns, ...pastColumns], (columns: Record<CalendarColumn | PastColumn, DailySeries>) =>
      toTable([...calendarColumns, ...pastColumns], columns),
    ),
    calendar: node([...calendarColumns], (columns: Record<CalendarColumn, DailySeries>) =>
      toTable(calendarColumns, columns),
    ),
  },
  { default: 'all' },
)

/** How well the model forecasts the tuning period with each penalty. @unit births per day */
export const tuningScores = parameterize(
  scorePenalty,
  [
    { penaltyDays: 1 },
    { penaltyDays: 3 },
    { penaltyDays: 10 },
    { penaltyDays: 30 },
    { penaltyDays: 100 },
    { penaltyDays: 300 },
  ],
  ({ penaltyDays }) => `tuningScore${penaltyDays}` as const,
)

/** The strongest penalty that costs at most one percent of the best score. @unit days */
export function penaltyDays({
  tuningScore1,
  tuningScore3,
  tuningScore10,
  tuningScore30,
  tuningScore100,
  tuningScore300,
}: Record<`tuningScore${1 | 3 | 10 | 30 | 100 | 300}`, PenaltyScore>): number {
  const scores = [tuningScore1, tuningScore3, tuningScore10, tuningScore30, tuningScore100, tuningScore300]
  const best = Math.min(...scores.map((score) => score.rmse))
  return Math.max(...scores.filter((score) => score.rmse <= 1.01 * best).map((score) => score.penaltyDays))
}

/** Births of the same weekday 52 weeks earlier. @unit births per day */
export const naiveForecasts = parameterize(lag, { seasonalNaive: { series: from('knownBirths'), days: 364 } })

/** The seasonal naive forecast, times the growth from the same four weeks of the year before. @unit births per day */
export function adjustedNaive({
  seasonalNaive,
  recentBirths,
}: {
  seasonalNaive: DailySeries
  recentBirths: DailySeries
}): DailySeries {
  return seasonalNaive.map((value, day) => (value * recentBirths[day]!) / (recentBirths[day - 364] ?? NaN))
}

/** The mean of three days of the same weekday around the same date, in each of the last five years. @unit births per day */
export function climatology({ knownBirths }: { knownBirths: DailySeries }): DailySeries {
  const daysAgo = [1, 2, 3, 4, 5].flatMap((years) => {
    const nearest = 7 * Math.round((365.25 * years) / 7)
    return [nearest - 7, nearest, nearest + 7]
  })
  const sumOf = (day: number): number => daysAgo.reduce((sum, days) => sum + (knownBirths[day - days] ?? NaN), 0)
  return knownBirths.map((_, day) => sumOf(day) / daysAgo.length)
}

/** The forecast that is reported: the model, fitted anew for each block of `horizonDays`, or a rival. @unit births per day */
export const forecast = byConfig(
  'model',
  {
    ridge: rollingForecast,
    seasonalNaive: ({ seasonalNaive }: { seasonalNaive: DailySeries }): DailySeries => seasonalNaive,
    adjustedNaive: ({ adjustedNaive }: { adjustedNaive: DailySeries }): DailySeries => adjustedNaive,
    climatology: ({ climatology }: { climatology: DailySeries }): DailySeries => climatology,
  },
  { default: 'ridge' },
)

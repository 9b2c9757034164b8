// What a person wants to know: how good the forecast has been, and what it says now.

import { join } from 'node:path'
import { checked, from, parameterize } from 'throughline'
import { notEmpty } from 'throughline/checks'
import { saved } from 'throughline/io'
import type { Check } from 'throughline'
import { meanAbsoluteError, rootMeanSquareError } from './backtest.ts'
import type { Period } from './backtest.ts'
import { csvSink } from './csv-sink.ts'
import { isoDate, weekdayOf, WEEKDAYS } from './dates.ts'
import { COVERAGE, errorBands, intervalOf, kindOf } from './interval.ts'
import type { Bands } from './interval.ts'
import type { DailySeries } from './series.ts'

/** The forecast of 1986 to 1988 against one baseline. Skill is the part of the baseline's error that is gone. */
export interface SkillRow {
  baseline: string
  /** Root mean square error. @unit births per day */
  rmse: number
  baselineRmse: number
  rmseSkill: number
  /** Mean absolute error. @unit births per day */
  mae: number
  baselineMae: number
  maeSkill: number
}

/** How much better the forecast of the held-out years is than each baseline. @shape one row per baseline */
export function skill({
  births,
  forecast,
  seasonalNaive,
  adjustedNaive,
  climatology,
  heldOutPeriod,
}: Record<'births' | 'forecast' | 'seasonalNaive' | 'adjustedNaive' | 'climatology', DailySeries> & {
  heldOutPeriod: Period
}): SkillRow[] {
  const rmse = rootMeanSquareError(births, forecast, heldOutPeriod)
  const mae = meanAbsoluteError(births, forecast, heldOutPeriod)
  return Object.entries({ seasonalNaive, adjustedNaive, climatology }).map(([baseline, rival]) => {
    const baselineRmse = rootMeanSquareError(births, rival, heldOutPeriod)
    const baselineMae = meanAbsoluteError(births, rival, heldOutPeriod)
    return {
      baseline,
      rmse: round(rmse, 1),
      baselineRmse: round(baselineRmse, 1),
      rmseSkill: round(1 - rmse / baselineRmse, 3),
      mae: round(mae, 1),
      baselineMae: round(baselineMae, 1),
      maeSkill: round(1 - mae / baselineMae, 3),
    }
  })
}

/** Where nine of ten errors lay: in the tuning period, and in all years of the back-test. @unit log ratio */
export const bands = parameterize(errorBands, {
  tuningBands: { period: from('tuningPeriod') },
  backTestBands: { period: from('backTestPeriod') },
})

/** The part of the held-out days whose births lay in the interval that the tuning period suggests. @unit ratio */
export interface CoverageRow {
  days: keyof Bands
  promised: number
  measured: number
}

/** Whether the intervals keep their promise. @shape one row for working days, one for weekends */
export function intervalCoverage({
  births,
  forecast,
  workday,
  tuningBands,
  heldOutPeriod,
}: Record<'births' | 'forecast' | 'workday', DailySeries> & {
  tuningBands: Bands
  heldOutPeriod: Period
}): CoverageRow[] {
  return (['workday', 'weekend'] as const).map((kind) => {
    let inside = 0
    let total = 0
    for (let day = heldOutPeriod.start; day < heldOutPeriod.end; day++) {
      if (kindOf(workday, day) !== kind) continue
      const { low, high } = intervalOf(forecast[day]!, tuningBands[kind])
      if (births[day]! >= low && births[day]! <= high) inside++
      total++
    }
    return { days: kind, promised: COVERAGE, measured: round(inside / total, 3) }
  })
}

/** Births per day, and the interval that should hold nine of ten. */
export interface ForecastDay {
  date: string
  weekday: string
  births: number
  low: number
  high: number
}

/** A forecast that nobody should act upon fails instead. */
const isPlausible: Check<ForecastDay[]> = {
  name: 'isPlausible',
  test: (outlook) => {
    const odd = outlook.find(
      ({ births, low, high }) => !(5_000 < low && low < births && births < high && high < 15_000),
    )
    return odd === undefined || `found ${odd.births} (${odd.low} to ${odd.high}) on ${odd.date}`
  },
}

/** The days after the history. @shape one row per day, horizonDays in all */
export const outlook = checked(
  ({
    days,
    births,
    forecast,
    workday,
    backTestBands,
  }: Record<'births' | 'forecast' | 'workday', DailySeries> & {
    days: Int32Array
    backTestBands: Bands
  }): ForecastDay[] =>
    Array.from(days.subarray(births.length), (day, index) => {
      const position = births.length + index
      const band = backTestBands[kindOf(workday, position)]
      const { low, high } = intervalOf(forecast[position]!, band)
      return { date: isoDate(day), weekday: WEEKDAYS[weekdayOf(day)]!, births: forecast[position]!, low, high }
    }),
  [notEmpty(), isPlausible],
)

/** The forecast, in whole births; `next28Days.saved` writes it as CSV below `outDir`. @unit births per day */
export const next28Days = saved(
  ({ outlook }: { outlook: ForecastDay[] }): ForecastDay[] => outlook.map(inWholeBirths),
  ({ outDir = 'out' }: { outDir?: string }) => csvSink(join(outDir, 'forecast.csv')),
)

function inWholeBirths({ births, low, high, ...day }: ForecastDay): ForecastDay {
  return { ...day, births: Math.round(births), low: Math.round(low), high: Math.round(high) }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

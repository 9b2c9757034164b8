// The features of a day: many columns from few functions, and the table that they make.

import { sliceColumns, type ColumnsOf, type DateColumn } from '@throughline/io/columns'
import { checked, from, node, parameterize } from 'throughline'
import { column, noNaN } from 'throughline/checks'
import { before, daysSince, meanBefore, season, type Daily } from './series.ts'

export const earlier = parameterize(before, {
  rain1: { series: from('rain'), days: 1 },
  warmest1: { series: from('warmest'), days: 1 },
  warmest366: { series: from('warmest'), days: 366 },
})

export const means = parameterize(meanBefore, {
  rain7: { series: from('rain'), days: 7 },
  rain28: { series: from('rain'), days: 28 },
  warmest7: { series: from('warmest'), days: 7 },
  warmest28: { series: from('warmest'), days: 28 },
  coldest7: { series: from('coldest'), days: 7 },
  wind7: { series: from('wind'), days: 7 },
})

export const spells = parameterize(daysSince, {
  dryDays: { series: from('rain'), threshold: 0 },
  daysSinceHeavyRain: { series: from('rain'), threshold: 10 },
})

export const seasons = parameterize(season, { winter: { wave: 'cos' }, spring: { wave: 'sin' } })

/** The columns that a model would learn from, in the order in which they are kept. */
export const featureNames = [
  'rain1',
  'warmest1',
  'warmest366',
  'rain7',
  'rain28',
  'warmest7',
  'warmest28',
  'coldest7',
  'wind7',
  'dryDays',
  'daysSinceHeavyRain',
  'winter',
  'spring',
] as const
type FeatureName = (typeof featureNames)[number]

/** The table as it is declared, wherever it is kept. */
export const featureSchema = {
  day: 'date',
  year: 'int32',
  ...(Object.fromEntries(featureNames.map((name) => [name, 'float64'])) as Record<FeatureName, 'float64'>),
} as const
export type FeatureTable = ColumnsOf<typeof featureSchema>

/** The days of which every feature is known. @shape one row per day, the last three years */
export const features = checked(
  node(
    ['date', ...featureNames],
    ({ date, ...columns }: { date: DateColumn } & Record<FeatureName, Daily>): FeatureTable => {
      const first = Math.max(...featureNames.map((name) => columns[name].findIndex((value) => !Number.isNaN(value))))
      const year = Int32Array.from(date.values, (day) => new Date(day * 86_400_000).getUTCFullYear())
      return sliceColumns({ day: date, year, ...columns }, first)
    },
  ),
  featureNames.map((name) => column(name, noNaN())),
)

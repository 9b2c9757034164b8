// Two regions side by side, and what is compared between them.

import { bind, from, group, parameterize, subflow } from 'throughline'
import { saved } from 'throughline/io'
import { csvFile } from './files.ts'
import * as region from './region.ts'

const shared = ['identified', 'firstDay', 'lastDay'] as const

export const pacific = subflow(region, { inputs: { states: ['California', 'Hawaii', 'Oregon', 'Washington'] }, shared })
export const gulf = subflow(region, { inputs: { states: ['Florida', 'Louisiana', 'Texas'] }, shared })

const shareOfYear = ({ week, year }: { week: number; year: number }): number => week / year

/** Which part of what a year has is met in a mean week: 1 where every week has all of it. @unit ratio */
export const steadiness = parameterize(shareOfYear, {
  pacificSteadiness: { week: from('pacific.weekly.mean'), year: from('pacific.yearly.mean') },
  gulfSteadiness: { week: from('gulf.weekly.mean'), year: from('gulf.yearly.mean') },
})

/** Different species, or airports, in a mean week, month and year. */
export interface Means {
  week: number
  month: number
  year: number
  steadiness: number
}

export interface RegionRow extends Means {
  region: string
}

const toRows = ({ pacific, gulf }: { pacific: Means; gulf: Means }): RegionRow[] => [
  { region: 'pacific', ...rounded(pacific) },
  { region: 'gulf', ...rounded(gulf) },
]

/** What a person reads; `report.saved` writes it to a file below `outDir`. @shape one row per region */
export const report = saved(
  bind(toRows, {
    pacific: group({
      week: from('pacific.weekly.mean'),
      month: from('pacific.monthly.mean'),
      year: from('pacific.yearly.mean'),
      steadiness: from('pacificSteadiness'),
    }),
    gulf: group({
      week: from('gulf.weekly.mean'),
      month: from('gulf.monthly.mean'),
      year: from('gulf.yearly.mean'),
      steadiness: from('gulfSteadiness'),
    }),
  }),
  ({ outDir = 'out' }: { outDir?: string }) => csvFile(`${outDir}/regions.csv`),
)

function rounded({ week, month, year, steadiness }: Means): Means {
  const round = (value: number): number => Number(value.toFixed(3))
  return { week: round(week), month: round(month), year: round(year), steadiness: round(steadiness) }
}

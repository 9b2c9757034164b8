// How many strikes there were, and how many different species or airports, by week, month or year: the part that is reused.

import { byConfig } from 'throughline'
import { periodOf, wholePeriods, type Grain } from './periods.ts'
import type { Strike } from './strikes.ts'

interface Named {
  day: string
  name: string
}

/** What is counted only once in a period. */
export const named = byConfig(
  'count',
  {
    species: ({ strikes }: { strikes: Strike[] }): Named[] =>
      strikes.map(({ day, species }) => ({ day, name: species })),
    airports: ({ strikes }: { strikes: Strike[] }): Named[] =>
      strikes.map(({ day, airport }) => ({ day, name: airport })),
  },
  { default: 'species' },
)

export interface PeriodRow {
  /** Its first day. */
  period: string
  strikes: number
  different: number
}

/** @shape one row per whole period between the two days, also where nothing happened */
export function perPeriod({
  named,
  grain,
  firstDay,
  lastDay,
}: {
  named: Named[]
  grain: Grain
  firstDay: string
  lastDay: string
}): PeriodRow[] {
  const seen = new Map(wholePeriods(firstDay, lastDay, grain).map((period) => [period, [] as string[]]))
  for (const { day, name } of named) seen.get(periodOf(day, grain))?.push(name)
  return Array.from(seen, ([period, names]) => ({ period, strikes: names.length, different: new Set(names).size }))
}

/** Different ones in a mean period. */
export const mean = ({ perPeriod }: { perPeriod: PeriodRow[] }): number =>
  perPeriod.reduce((sum, row) => sum + row.different, 0) / perPeriod.length

/** The period with the most different ones; the first of equals. */
export const richest = ({ perPeriod }: { perPeriod: PeriodRow[] }): PeriodRow =>
  perPeriod.reduce((best, row) => (row.different > best.different ? row : best))

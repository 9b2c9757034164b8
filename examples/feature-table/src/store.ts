// A table of features in a database, whichever it is: written as a whole or a year at a time, and read back.

import { sliceColumns, toRows } from '@throughline/io/columns'
import { loaded, saved, type Sink, type Source } from 'throughline/io'
import type { FeatureTable } from './features.ts'

interface Writing {
  readonly mode: 'upsert' | { readonly replaceWhere: { readonly year: number } }
  readonly key: readonly ['day']
}

/** What a database says of what was written. */
export interface Written {
  readonly rows: number
}

/** The table of features in one database, to be read or written. */
export type OpenTable = (writing?: Writing) => Source<FeatureTable> & Sink<FeatureTable, Written>

/** Every day has one row: days that are there already are replaced, others stay. */
export const days = saved(
  ({ features }: { features: FeatureTable }) => features,
  ({ open }: { open: OpenTable }) => open({ mode: 'upsert', key: ['day'] }),
)

/** One year, as a backfill brings it: the rows of that year are replaced all at once, others stay. */
export const partition = saved(
  ({ features, year }: { features: FeatureTable; year: number }): FeatureTable => {
    const first = features.year.indexOf(year)
    if (first === -1) throw new RangeError(`there are no features of ${year}`)
    return sliceColumns(features, first, features.year.lastIndexOf(year) + 1)
  },
  ({ open, year }: { open: OpenTable; year: number }) => open({ mode: { replaceWhere: { year } }, key: ['day'] }),
)

/** What is in the database after all days were written. */
export const found = loaded(({ open, 'days.saved': _written }: { open: OpenTable; 'days.saved': Written }) => open())

/** How many days are missing in the database, are there too much, or have another value in some column. */
export function differences({ features, found }: { features: FeatureTable; found: FeatureTable }): number {
  const textOf = (row: object): string => JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const computed = new Set(toRows(features).map(textOf))
  const kept = new Set(toRows(found).map(textOf))
  const lacking = (texts: ReadonlySet<string>, others: ReadonlySet<string>): number =>
    Array.from(texts).filter((text) => !others.has(text)).length
  return lacking(computed, kept) + lacking(kept, computed)
}

// Values of DuckDB that are no numbers and no texts, as plain data.

import type { DuckDBValue } from '@duckdb/node-api'
import { instantMs } from '../columns/read-column.ts'
import type { DuckdbApi } from './load-duckdb.ts'

/** A decimal of up to so many digits is the nearest double, which prints the same digits again. */
export const MOST_EXACT_DIGITS = 15

/**
 * Lists and arrays are arrays, structs objects, maps lists of `{ key, value }`, unions `{ tag, value }`, blobs bytes, dates
 * and timestamps `Date`s, decimals numbers as long as these say it exactly and else texts. Times, intervals, UUIDs, bit
 * strings and infinite dates are texts as DuckDB prints them.
 */
export function plainValue(value: DuckDBValue, api: DuckdbApi): unknown {
  if (typeof value !== 'object' || value === null) return value
  const plain = (inner: DuckDBValue): unknown => plainValue(inner, api)
  if (value instanceof api.DuckDBListValue || value instanceof api.DuckDBArrayValue) return value.items.map(plain)
  if (value instanceof api.DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, inner]) => [name, plain(inner)]))
  }
  if (value instanceof api.DuckDBMapValue) {
    return value.entries.map(({ key, value: inner }) => ({ key: plain(key), value: plain(inner) }))
  }
  if (value instanceof api.DuckDBUnionValue) return { tag: value.tag, value: plain(value.value) }
  if (value instanceof api.DuckDBVariantValue) return plain(value.value)
  if (value instanceof api.DuckDBBlobValue || value instanceof api.DuckDBGeometryValue)
    return new Uint8Array(value.bytes)
  if (value instanceof api.DuckDBDecimalValue) {
    return value.width <= MOST_EXACT_DIGITS ? Number(value.toString()) : value.toString()
  }
  return dateOf(value, api) ?? infiniteText(value) ?? value.toString()
}

/** As DuckDB prints it in SQL; its package prints some of them as days that are far away. */
function infiniteText(value: object): string | undefined {
  if (!('isFinite' in value) || value.isFinite !== false) return undefined
  const [count] = Object.values(value) as (number | bigint)[]
  return count! > 0 ? 'infinity' : '-infinity'
}

const DAY_MS = 86_400_000

function dateOf(
  value: Exclude<DuckDBValue, null | boolean | number | bigint | string>,
  api: DuckdbApi,
): Date | undefined {
  const date = epochMs(value, api)
  return date === undefined || Number.isNaN(new Date(date).getTime()) ? undefined : new Date(date)
}

function epochMs(value: unknown, api: DuckdbApi): number | undefined {
  if (value instanceof api.DuckDBDateValue) return value.isFinite ? value.days * DAY_MS : undefined
  if (value instanceof api.DuckDBTimestampValue || value instanceof api.DuckDBTimestampTZValue) {
    return value.isFinite ? instantMs(value.micros, 'us') : undefined
  }
  if (value instanceof api.DuckDBTimestampMillisecondsValue)
    return value.isFinite ? instantMs(value.millis, 'ms') : undefined
  if (value instanceof api.DuckDBTimestampSecondsValue)
    return value.isFinite ? instantMs(value.seconds, 's') : undefined
  if (value instanceof api.DuckDBTimestampNanosecondsValue)
    return value.isFinite ? instantMs(value.nanos, 'ns') : undefined
  return undefined
}

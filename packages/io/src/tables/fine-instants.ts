// Rows of columns for writers of texts: instants with all of their digits, where a `Date` ends at the millisecond.

import type { Columns, Row, TimestampColumn } from '../columns/column.ts'
import { toRows } from '../columns/index.ts'

/** How many of the unit a millisecond has. */
const PER_MS = { us: 1000n, ns: 1_000_000n } as const

/** The rows of columns; what is finer than a `Date` says so in `toISOString`. */
export function rowsWithAllDigits(columns: Columns): readonly Row[] {
  const rows = toRows(columns) as Record<string, unknown>[]
  for (const [name, column] of Object.entries(columns)) {
    if (!('type' in column) || column.type !== 'Timestamp' || column.unit === 's' || column.unit === 'ms') continue
    refine(rows, name, column.values, PER_MS[column.unit])
  }
  return rows
}

function refine(
  rows: readonly Record<string, unknown>[],
  name: string,
  values: TimestampColumn['values'],
  perMs: bigint,
): void {
  const places = String(perMs).length - 1
  for (let index = 0; index < rows.length; index++) {
    const date = rows[index]![name]
    const value = values[index]!
    if (!(date instanceof Date) || Number.isNaN(date.getTime())) continue
    if (typeof value === 'number' && !Number.isInteger(value)) continue
    const rest = BigInt(value) - BigInt(date.getTime()) * perMs
    if (rest === 0n) continue
    rows[index]![name] = new FineInstant(date.getTime(), String(rest).padStart(places, '0').replace(/0+$/, ''))
  }
}

class FineInstant extends Date {
  readonly #digits: string

  constructor(ms: number, digits: string) {
    super(ms)
    this.#digits = digits
  }

  override toISOString(): string {
    return super.toISOString().replace('Z', `${this.#digits}Z`)
  }
}

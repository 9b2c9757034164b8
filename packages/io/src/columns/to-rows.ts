// Rows of columns: one record for each.

import type { BigIntArray, Column, Columns, NumberArray, Row } from './column.ts'
import { isTypedNumbers, type ElementOf } from './column-types.ts'
import { readerOf, type ReadElement } from './read-column.ts'
import { rowCount } from './table.ts'

/** One row of these columns. */
export type RowOfColumns<Table extends Columns> = { readonly [Name in keyof Table]: ElementOf<Table[Name]> | null }

/**
 * The rows of a table as records; a missing value is null. The names are own properties, whatever they are.
 *
 * @complexity O(rows x columns); the rows take some ten times the memory of the columns
 * @throws {io/uneven-columns}
 * @example
 * import { toRows } from '@throughline/io/columns'
 * toRows({ origin: ['OSL', 'BGO'], delay: Int32Array.of(4, -2) })
 * // => [{ origin: 'OSL', delay: 4 }, { origin: 'BGO', delay: -2 }]
 */
export function toRows<Table extends Columns>(columns: Table): RowOfColumns<Table>[] {
  return rowsBetween(columns, 0, rowCount(columns))
}

/** The rows of a table one after the other, made some at a time. @throws {io/uneven-columns} */
export function* rowsOf<Table extends Columns>(columns: Table): Generator<RowOfColumns<Table>, void, undefined> {
  const rows = rowCount(columns)
  for (let from = 0; from < rows; from += BLOCK) yield* rowsBetween(columns, from, Math.min(rows, from + BLOCK))
}

const BLOCK = 1024

/** Rows are copies of one that has all names: column by column their fields are filled in. */
function rowsBetween<Table extends Columns>(columns: Table, from: number, to: number): RowOfColumns<Table>[] {
  const entries = Object.entries(columns)
  const empty = Object.fromEntries(entries.map(([name]) => [name, null]))
  const rows: Record<string, unknown>[] = new Array(to - from)
  for (let index = 0; index < rows.length; index++) rows[index] = { ...empty }
  for (const [name, column] of entries) fill(rows, name, column, from)
  return rows as Row[] as RowOfColumns<Table>[]
}

function fill(rows: Record<string, unknown>[], name: string, column: Column, from: number): void {
  if (isTypedNumbers(column)) return fillNumbers(rows, name, column, from)
  fillRead(rows, name, readerOf(column), from)
}

function fillNumbers(
  rows: Record<string, unknown>[],
  name: string,
  values: NumberArray | BigIntArray,
  from: number,
): void {
  for (let index = 0; index < rows.length; index++) rows[index]![name] = values[from + index]
}

function fillRead(rows: Record<string, unknown>[], name: string, read: ReadElement, from: number): void {
  for (let index = 0; index < rows.length; index++) rows[index]![name] = read(from + index)
}

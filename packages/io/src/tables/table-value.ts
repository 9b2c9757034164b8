// What is to be written, recognised: rows or columns, at once or one after the other.

import { ThroughlineError } from 'throughline'
import type { Columns, Row } from '../columns/column.ts'
import { isColumns } from '../columns/index.ts'
import { ioIssue } from '../issues.ts'
import { shown, type TableSubject } from './row-fitter.ts'

/** Rows or columns; many of the first are gathered to batches, the second are some rows already. */
export type TablePieces =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'columns'; readonly columns: Columns }
  | { readonly kind: 'stream'; readonly iterator: AsyncIterator<unknown> | Iterator<unknown> }

/** @throws {io/unwritable-value} when it is no table */
export function tablePieces(value: unknown, subject: TableSubject): TablePieces {
  if (Array.isArray(value)) return { kind: 'rows', rows: value as Row[] }
  if (typeof value === 'object' && value !== null) {
    if (Symbol.asyncIterator in value) {
      return { kind: 'stream', iterator: (value as AsyncIterable<unknown>)[Symbol.asyncIterator]() }
    }
    if (Symbol.iterator in value && !ArrayBuffer.isView(value)) {
      return { kind: 'stream', iterator: (value as Iterable<unknown>)[Symbol.iterator]() }
    }
    if (isColumns(value)) return { kind: 'columns', columns: value }
  }
  throw noTable(`${shown(value)} is no table`, subject)
}

/** What was read as columns: of lists alone nobody could tell it from a row. */
const readColumns = new WeakSet<object>()

/** The same columns, known as such when they are written. */
export function asColumnsPiece(columns: Columns): Columns {
  readColumns.add(columns)
  return columns
}

/** Whether what a stream gives is some columns, and no row: one of them must be more than a list, if they were not read here. */
export function isColumnsPiece(item: unknown): item is Columns {
  if (typeof item === 'object' && item !== null && readColumns.has(item)) return true
  return isColumns(item) && Object.values(item).some((column) => !Array.isArray(column))
}

/** @throws {io/unwritable-value} when one of them is no record */
export function assertRows(
  rows: readonly unknown[],
  from: number,
  subject: TableSubject,
): asserts rows is readonly Row[] {
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (typeof row === 'object' && row !== null && !Array.isArray(row) && !(row instanceof Date)) continue
    throw noTable(`${shown(row)} is no row`, subject, from + index + 1)
  }
}

function noTable(found: string, { name, type }: TableSubject, row?: number): ThroughlineError {
  const hint = 'give rows as records, columns, or an iterable of one of them.'
  return new ThroughlineError([ioIssue('io/unwritable-value', { name, type, place: { row }, found, hint })])
}

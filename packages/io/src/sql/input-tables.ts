// What a dependency may be that a statement reads as a table, and how the statement gets it.

import type { DuckDBType } from '@duckdb/node-api'
import { ThroughlineError } from 'throughline'
import { fromArrow } from '../arrow/from-arrow.ts'
import type { Column, Columns, Row } from '../columns/column.ts'
import { createColumnsBuilder, isColumn, isColumns, rowCount } from '../columns/index.ts'
import { quoted } from '../databases/table-name.ts'
import { writerFor, type ColumnWriter } from '../duckdb/column-writers.ts'
import type { Duckdb } from '../duckdb/load-duckdb.ts'
import { ioIssue } from '../issues.ts'
import { shown } from '../tables/row-fitter.ts'
import { inputFailure } from './failures.ts'
import type { FileTable } from './file-table.ts'
import { isFileTable } from './file-table.ts'
import type { InputColumn } from './input-scans.ts'
import type { MayRead } from './mentioned-columns.ts'

/** What a statement reads as a table: columns, rows, a table of Apache Arrow, or one that stays in its file. */
export type TableLike = Columns | readonly object[] | ArrowLike | FileTable

/** A table of Apache Arrow, by its form. */
export interface ArrowLike {
  readonly numRows: number
  readonly schema: { readonly fields: readonly { readonly name: string }[] }
  getChildAt(index: number): unknown
}

/** A table in memory, with all of its names and those of its columns that may be read. */
export interface MemoryTable {
  readonly rows: number
  readonly names: readonly string[]
  column(name: string): Column
}

/** @throws {io/sql-not-a-table} {io/uneven-columns} */
export function memoryTable(name: string, value: unknown, node: string): MemoryTable {
  if (isRows(value)) return tableOfRows(value)
  if (isArrow(value)) return tableOfArrow(value)
  if (isColumns(value)) {
    return { rows: rowCount(value), names: Object.keys(value), column: (column) => value[column]! }
  }
  // Columns that are not of one length are told as what they are.
  if (isRow(value) && Object.values(value as object).every(isColumn)) rowCount(value as Columns)
  throw new ThroughlineError([ioIssue('io/sql-not-a-table', { node, name, found: foundIn(value) })])
}

function isRows(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.every(isRow)
}

function isRow(row: unknown): boolean {
  return typeof row === 'object' && row !== null && !Array.isArray(row) && !(row instanceof Date)
}

function foundIn(value: unknown): string {
  if (Array.isArray(value)) return `a list with ${shown(value.find((row) => !isRow(row)))} in it`
  if (isFileTable(value)) return 'a table in a file'
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value) return 'a stream'
  return shown(value)
}

/** The rows themselves are read column by column, when a column is asked for. */
function tableOfRows(rows: readonly Row[]): MemoryTable {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  return {
    rows: rows.length,
    names: [...names],
    column: (name) => {
      const values = rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null))
      const builder = createColumnsBuilder()
      builder.add(Object.fromEntries([[name, values]]))
      return builder.finish()[name]!
    },
  }
}

function isArrow(value: unknown): value is ArrowLike {
  if (typeof value !== 'object' || value === null) return false
  const { numRows, schema, getChildAt } = value as Partial<ArrowLike>
  return typeof numRows === 'number' && Array.isArray(schema?.fields) && typeof getChildAt === 'function'
}

/** Only the columns that are asked for are made into ours. */
function tableOfArrow(table: ArrowLike): MemoryTable {
  const { fields } = table.schema
  return {
    rows: table.numRows,
    names: fields.map((field) => field.name),
    column: (name) => {
      const index = fields.findIndex((field) => field.name === name)
      const schema = { fields: [fields[index]] }
      return fromArrow({ schema, numRows: table.numRows, getChildAt: () => table.getChildAt(index) })[name]!
    },
  }
}

/** A column for DuckDB, and how a view makes of it what it is. */
export interface PreparedColumn extends InputColumn {
  /** Its name in the table; in the scan it has another one, which is surely a name. */
  readonly column: string
  /** What it is to the statement: texts may be scanned as codes. Absent for a column of nothing but nulls. */
  readonly sqlType: string | undefined
}

/** Makes ready what may be read of a table. @throws {io/unwritable-value} {io/sql-not-a-table} */
export function prepareColumns(
  name: string,
  table: MemoryTable,
  mayRead: MayRead,
  { node, duckdb }: { readonly node: string; readonly duckdb: Duckdb },
): readonly PreparedColumn[] {
  const wanted = table.names.filter((column) => mayRead(column))
  const writerOf = (column: string, values: Column): ColumnWriter => {
    try {
      return writerFor(column, values, duckdb)
    } catch (error) {
      throw inputFailure(error, name, node)
    }
  }
  assertNames(name, wanted, node)
  return wanted.map((column, index) => {
    const values = table.column(column)
    const writer = writerOf(column, values)
    // Where every value is missing nobody knows the type: it is whatever the statement makes of it.
    const isUntyped = Array.isArray(values) && values.every((value) => value === null || value === undefined)
    return {
      name: `c${index}`,
      column,
      type: onceMade(writer.vectorType),
      sqlType: isUntyped ? undefined : writer.sqlType,
      write: (chunk, at, from, count) => writer.write(chunk, at, from, count),
    }
  })
}

/** Names of DuckDB are equal whatever their case. */
function assertNames(name: string, columns: readonly string[], node: string): void {
  const refuse = (found: string): Error => new ThroughlineError([ioIssue('io/sql-not-a-table', { node, name, found })])
  const seen = new Map<string, string>()
  for (const column of columns) {
    if (column === '' || column.includes('\0')) {
      throw refuse(`the column ${JSON.stringify(column)}, which is no name in SQL`)
    }
    const other = seen.get(column.toLowerCase())
    if (other !== undefined) throw refuse(`the columns "${other}" and "${column}", which SQL cannot tell apart`)
    seen.set(column.toLowerCase(), column)
  }
}

/** Every statement asks for the type again; one of an enum has all of its texts handed over each time. */
function onceMade(type: DuckDBType): DuckDBType {
  if (!('values' in type)) return type
  const logicalType = type.toLogicalType()
  return Object.assign(Object.create(type) as DuckDBType, { toLogicalType: () => logicalType })
}

/** Columns without a type, of a table without rows. */
export function emptyColumns(names: readonly string[], { api }: Duckdb): readonly PreparedColumn[] {
  return names.map((column, index) => ({
    name: `c${index}`,
    column,
    type: api.BOOLEAN,
    sqlType: undefined,
    write: () => {},
  }))
}

/** A table has at least one column, also where only its rows are counted. */
export function scannedColumns(columns: readonly PreparedColumn[], { api }: Duckdb): readonly InputColumn[] {
  return columns.length > 0 ? columns : [{ name: 'c0', type: api.BOOLEAN, write: () => {} }]
}

/** Stands in a table without columns, which SQL does not know. */
export const NO_COLUMN = '(row)'

/** Selects the columns under their names, as the types that they are. */
export function selectList(columns: readonly PreparedColumn[]): string {
  if (columns.length === 0) return `true as ${quoted(NO_COLUMN)}`
  const value = ({ name, sqlType }: PreparedColumn): string => (sqlType === undefined ? 'null' : `${name}::${sqlType}`)
  return columns.map((one) => `${value(one)} as ${quoted(one.column)}`).join(', ')
}

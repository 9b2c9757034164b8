// Columns made of rows, or of other columns, some at a time.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import { GrowingColumn } from './building/growing-column.ts'
import type { Column, Columns, Row } from './column.ts'
import { isColumns, rowCount } from './table.ts'
import type { TableSchema } from './table-schema.ts'

/** Where a value does not fit. */
export interface UnfitPlace {
  /** Counted from 1, over all batches. */
  readonly row: number
  readonly column: string
}

export interface ColumnsBuilderOptions {
  /** Makes the error of a value that its column cannot hold. `found` is a sentence without its dot. Default: `io/unfit-value` */
  readonly refuse?: (place: UnfitPlace, found: string) => Error
  /** How many rows there will be, about: room for so many is made at once. @defaultValue 0 */
  readonly expectedRows?: number
}

/** Gathers a table batch by batch. */
export interface ColumnsBuilder {
  /** Rows so far. */
  readonly rows: number
  /**
   * Adds rows after those that are there.
   *
   * @throws {io/unfit-value} when a value does not fit the declaration of its column
   */
  add(batch: readonly Row[] | Columns): void
  /** The table. The builder ends with it. */
  finish(): Columns
}

/**
 * A builder of columns. With a schema there are its columns and no others, each of the declared type; a value that does
 * not fit, and a null where none is declared, is an error. Without one the types follow the values: numbers are
 * `Float64`, bigints `Int64`, texts share a dictionary unless nearly all of them differ, dates are timestamps; values of
 * several types, and any others, are an array. Columns keep the types that they have. A column that only some rows have
 * is null in the others.
 *
 * @example
 * import { createColumnsBuilder } from '@throughline/io/columns'
 * const builder = createColumnsBuilder({ delay: 'int32' })
 * builder.add([{ delay: 4 }])
 * builder.add({ delay: Int32Array.of(-2, 7) })
 * builder.finish() // => { delay: Int32Array.of(4, -2, 7) }
 */
export function createColumnsBuilder(schema?: TableSchema, options: ColumnsBuilderOptions = {}): ColumnsBuilder {
  return new Builder(schema, options.refuse ?? unfit, options.expectedRows ?? 0)
}

function unfit({ row, column }: UnfitPlace, found: string): Error {
  return new ThroughlineError([ioIssue('io/unfit-value', { row, column, found })])
}

class Builder implements ColumnsBuilder {
  rows = 0
  readonly #columns = new Map<string, GrowingColumn>()
  readonly #isFixed: boolean
  readonly #expectedRows: number
  readonly #refuse: (place: UnfitPlace, found: string) => Error

  constructor(
    schema: TableSchema | undefined,
    refuse: (place: UnfitPlace, found: string) => Error,
    expectedRows: number,
  ) {
    this.#expectedRows = expectedRows
    this.#isFixed = schema !== undefined
    this.#refuse = refuse
    for (const [name, declared] of Object.entries(schema ?? {})) {
      this.#columns.set(name, new GrowingColumn(name, refuse, expectedRows, declared))
    }
  }

  add(batch: readonly Row[] | Columns): void {
    if (Array.isArray(batch)) this.#addRows(batch as readonly Row[])
    else if (isColumns(batch)) this.#addColumns(batch)
    else rowCount(batch as unknown as Columns)
  }

  finish(): Columns {
    return Object.fromEntries([...this.#columns].map(([name, column]): [string, Column] => [name, column.finish()]))
  }

  #addRows(rows: readonly Row[]): void {
    for (const [index, row] of rows.entries()) {
      if (typeof row !== 'object' || row === null) {
        throw this.#refuse(
          { row: this.rows + index + 1, column: '' },
          `${row === null ? 'null' : typeof row} is no row`,
        )
      }
    }
    if (!this.#isFixed) for (const row of rows) this.#meet(row)
    for (const column of this.#columns.values()) column.pushRows(rows)
    this.rows += rows.length
  }

  #meet(row: Row): void {
    for (const name in row) {
      if (!this.#columns.has(name) && Object.hasOwn(row, name)) this.#begin(name)
    }
  }

  #addColumns(columns: Columns): void {
    const length = rowCount(columns)
    if (!this.#isFixed) for (const name of Object.keys(columns)) if (!this.#columns.has(name)) this.#begin(name)
    for (const [name, column] of this.#columns) {
      if (Object.hasOwn(columns, name)) column.append(columns[name]!)
      else column.pushNulls(length)
    }
    this.rows += length
  }

  #begin(name: string): void {
    const column = new GrowingColumn(name, this.#refuse, this.#expectedRows)
    column.pushNulls(this.rows)
    this.#columns.set(name, column)
  }
}

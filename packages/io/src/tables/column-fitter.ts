// Columns as a schema wants them: what has the type already stays what it is, what can change without loss is changed.

import type { Column, Columns } from '../columns/column.ts'
import { createColumnsBuilder, readerOf, rowCount, schemaOf, type ReadElement } from '../columns/index.ts'
import type { ColumnDeclaration } from '../columns/table-schema.ts'
import { mayBeNull, typeOf } from './element-reader.ts'
import { assertNames, RowFitter, type FitterOptions } from './row-fitter.ts'

/** Makes columns that fit, or says which row does not. Rows are counted from one call to the next. */
export class ColumnFitter {
  readonly #options: FitterOptions
  readonly #rows: RowFitter

  /** @param rows counts on where rows and columns come by turns */
  constructor(options: FitterOptions, rows: RowFitter = new RowFitter(options)) {
    this.#options = options
    this.#rows = rows
  }

  /** @throws {io/malformed} or, of what is written, {io/unwritable-value} */
  fit(columns: Columns): Columns {
    const { schema } = this.#options
    assertNames(this.#options, Object.keys(columns))
    const rows = rowCount(columns)
    const fitted = Object.entries(schema).map(([name, declared]) => [
      name,
      this.#column(name, columns[name]!, declared),
    ])
    this.#rows.rowCount += rows
    return Object.fromEntries(fitted) as Columns
  }

  #column(name: string, column: Column, declared: ColumnDeclaration): Column {
    if (isOf(column, declared, this.#options.keepsWidths)) return column
    const builder = createColumnsBuilder({ [name]: declared })
    builder.add({ [name]: this.#rows.list(name, column.length, elementsOf(column, declared)) })
    return builder.finish()[name]!
  }
}

/** Of a day it counts what a `Date` does not show: a microsecond after midnight is no day. */
function elementsOf(column: Column, declared: ColumnDeclaration): (index: number) => unknown {
  const read: ReadElement = readerOf(column)
  if (typeOf(declared) !== 'date' || !('type' in column) || column.type !== 'Timestamp') return read
  const { values, unit } = column
  const perDay = BigInt(DAY_S) * { s: 1n, ms: 1000n, us: 1_000_000n, ns: 1_000_000_000n }[unit]
  return (index) => {
    const value = values[index]!
    const element = read(index)
    return element !== null && typeof value === 'bigint' && value % perDay !== 0n ? `${value} ${unit}` : element
  }
}

const DAY_S = 86_400

function isOf(column: Column, declared: ColumnDeclaration, keepsWidths = false): boolean {
  const found = schemaOf({ column })['column']!
  if (mayBeNull(found) && !mayBeNull(declared)) return false
  if (typeOf(declared) === 'json') return Array.isArray(column)
  if (typeOf(found) !== typeOf(declared)) return false
  return keepsWidths || STORED[typeOf(declared)]?.(column) === true
}

/** The forms that the types of schemas promise: other widths of numbers are changed to them. */
const STORED: Readonly<Record<string, (column: Column) => boolean>> = {
  float64: (column) => valuesIn(column) instanceof Float64Array,
  int32: (column) => valuesIn(column) instanceof Int32Array,
  int64: (column) => valuesIn(column) instanceof BigInt64Array,
  string: (column) => 'dictionary' in column,
  boolean: (column) => !Array.isArray(column),
  date: (column) => !Array.isArray(column),
  timestamp: (column) => !Array.isArray(column),
}

function valuesIn(column: Column): unknown {
  return 'values' in column && typeof column.values !== 'function' ? column.values : column
}

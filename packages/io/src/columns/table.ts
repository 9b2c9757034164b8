// A table as a whole: whether it is one, how many rows it has, what its columns are.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import type { Column, Columns } from './column.ts'
import { isColumn, isTypedNumbers, numberTypeOf, type DescribedColumn } from './column-types.ts'
import type { ColumnDeclaration, ColumnType, TableSchema } from './table-schema.ts'
import { countValid } from './valid-bits.ts'

/** Whether a value is a record of columns of one length. A record without any is an empty table. */
export function isColumns(value: unknown): value is Columns {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return false
  if (Symbol.iterator in value || Symbol.asyncIterator in value) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
  const columns: unknown[] = Object.values(value)
  return columns.every((column) => isColumn(column) && column.length === (columns[0] as Column).length)
}

/**
 * How many rows a table has; 0 when it has no columns.
 *
 * @throws {io/uneven-columns} when its columns are not of one length
 */
export function rowCount(columns: Columns): number {
  let first: string | undefined
  let rows = 0
  for (const [name, { length }] of Object.entries(columns)) {
    if (first === undefined) [first, rows] = [name, length]
    else if (length !== rows) {
      throw new ThroughlineError([ioIssue('io/uneven-columns', { first, rows, name, length })])
    }
  }
  return rows
}

/**
 * The types of columns, as they would be declared. Numbers are `int32` when their array holds nothing else, and else
 * `float64`; 64-bit integers are `int64`. An array is what all of its elements are: `string`, `timestamp` for dates, else
 * `json`; it is read for that.
 *
 * @example
 * import { schemaOf } from '@throughline/io/columns'
 * schemaOf({ delay: new Float64Array(2), origin: ['OSL', null] }) // => { delay: 'float64', origin: 'string?' }
 */
export function schemaOf(columns: Columns): TableSchema {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, declarationOf(column)]))
}

function declarationOf(column: Column): ColumnDeclaration {
  if (isTypedNumbers(column)) return NUMBERS[numberTypeOf(column)]
  if (Array.isArray(column)) return declarationOfArray(column)
  const { type, valid, length } = column as DescribedColumn
  const declared = type in NUMBERS ? NUMBERS[type as keyof typeof NUMBERS] : OTHERS[type as keyof typeof OTHERS]
  return valid !== undefined && countValid(valid, length) < length ? `${declared}?` : declared
}

const NUMBERS = {
  Float64: 'float64',
  Float32: 'float64',
  Int64: 'int64',
  Int32: 'int32',
  Int16: 'int32',
  Int8: 'int32',
  Uint64: 'int64',
  Uint32: 'float64',
  Uint16: 'int32',
  Uint8: 'int32',
} as const

const OTHERS = { Utf8: 'string', Bool: 'boolean', Date: 'date', Timestamp: 'timestamp' } as const

function declarationOfArray(values: readonly unknown[]): ColumnDeclaration {
  const there = values.filter((value) => value !== null && value !== undefined)
  const type: ColumnType =
    there.length === 0
      ? 'json'
      : there.every((value) => typeof value === 'string')
        ? 'string'
        : there.every((value) => value instanceof Date && !Number.isNaN(value.getTime()))
          ? 'timestamp'
          : 'json'
  return there.length < values.length ? `${type}?` : type
}

// Parts of tables, without copying what is in them.

import type { Column, Columns } from './column.ts'
import { isTypedNumbers, type DescribedColumn } from './column-types.ts'
import { rowCount } from './table.ts'
import { sliceBits } from './valid-bits.ts'

/**
 * The rows from one index to before another, as views of the same memory. What is copied: arrays (their elements are
 * not), and the bits that say what is missing, where the part does not begin at a multiple of 8.
 *
 * @param to default: the end
 * @throws {io/uneven-columns}
 * @example
 * import { sliceColumns } from '@throughline/io/columns'
 * sliceColumns({ delay: Int32Array.of(4, -2, 7) }, 1, 3) // => { delay: Int32Array.of(-2, 7) }
 */
export function sliceColumns<Table extends Columns>(columns: Table, from: number, to?: number): Table {
  const rows = rowCount(columns)
  const end = Math.min(rows, Math.max(0, to ?? rows))
  const start = Math.min(end, Math.max(0, from))
  if (start === 0 && end === rows) return columns
  const parts = Object.entries(columns).map(([name, column]) => [name, sliceColumn(column, start, end)])
  return Object.fromEntries(parts) as Table
}

function sliceColumn(column: Column, from: number, to: number): Column {
  if (isTypedNumbers(column)) return column.subarray(from, to)
  if (Array.isArray(column)) return column.slice(from, to)
  const { valid: bits, ...described } = column as DescribedColumn
  const valid = sliceBits(bits, from, to)
  const length = to - from
  if ('codes' in described) {
    return { ...described, length, codes: described.codes.subarray(from, to), ...(valid && { valid }) }
  }
  const values = described.values.subarray(from, to)
  const isNumbers = !['Bool', 'Date', 'Timestamp'].includes(described.type)
  if (isNumbers && valid === undefined) return values
  return { ...described, length, values, ...(valid && { valid }) } as Column
}

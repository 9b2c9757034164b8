// Columns of rows, and of other columns, in one call.

import type { Columns, Row } from './column.ts'
import { createColumnsBuilder } from './columns-builder.ts'
import type { ColumnsOf, TableSchema } from './table-schema.ts'

const BLOCK = 4096

/**
 * The columns of a table that is given as rows. With a schema each has the declared type; without one its type follows
 * its values, as {@link createColumnsBuilder} says.
 *
 * @param rows records; a name that one of them lacks is null there
 * @throws {io/unfit-value} when a value does not fit the declaration of its column
 * @example
 * import { toColumns } from '@throughline/io/columns'
 * toColumns([{ delay: 4 }, { delay: -2 }]) // => { delay: Float64Array.of(4, -2) }
 * toColumns([{ delay: 4 }], { delay: 'int32' }) // => { delay: Int32Array.of(4) }
 */
export function toColumns(rows: Iterable<Row>): Columns
export function toColumns<const Schema extends TableSchema>(rows: Iterable<Row>, schema: Schema): ColumnsOf<Schema>
export function toColumns(rows: Iterable<Row>, schema?: TableSchema): Columns {
  const builder = createColumnsBuilder(schema)
  if (Array.isArray(rows)) {
    builder.add(rows as Row[])
    return builder.finish()
  }
  let block: Row[] = []
  for (const row of rows) {
    if (block.push(row) < BLOCK) continue
    builder.add(block)
    block = []
  }
  builder.add(block)
  return builder.finish()
}

/**
 * Tables one after the other as one. A column that only some of them have is null in the others; numbers of several
 * types become those of the widest, and what has nothing in common becomes an array.
 *
 * @throws {io/uneven-columns}
 * @example
 * import { concatColumns } from '@throughline/io/columns'
 * concatColumns([{ delay: Int32Array.of(4) }, { delay: Int32Array.of(-2) }]) // => { delay: Int32Array.of(4, -2) }
 */
export function concatColumns(tables: Iterable<Columns>): Columns {
  const builder = createColumnsBuilder()
  for (const table of tables) builder.add(table)
  return builder.finish()
}

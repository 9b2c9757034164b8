// What formats of tables give and take: some rows at a time, in the form that is natural to the format.

import type { Columns, Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import type { DataPlace } from '../issues.ts'

/** Some rows of a table: one after the other, as lists of values in the order of `names`, or column by column. */
export type Batch = BatchRows | BatchTuples | BatchColumns

interface BatchRows {
  readonly rows: readonly Row[]
  /** Where the row with this index was read; asked when something is wrong with it. */
  readonly placeOf?: (index: number) => DataPlace
}

interface BatchTuples {
  readonly tuples: readonly (readonly unknown[])[]
  readonly names: readonly string[]
  readonly placeOf?: (index: number) => DataPlace
}

interface BatchColumns {
  readonly columns: Columns
}

/** A table that is being read. */
export interface TableInput {
  /** What is known of its columns before the first row; absent where rows may differ. */
  readonly schema?: TableSchema
  /** Its values are texts whatever they mean, as in CSV: a schema reads them. */
  readonly isText?: boolean
  /** Known before it is read: then progress is told in rows. */
  readonly totalRows?: number
  /** In order. Ends what it holds when it is left early. */
  readonly batches: AsyncIterable<Batch> | Iterable<Batch>
}

/** Everything that a sink of tables accepts: rows as a list or one after the other, columns, or columns of some rows each. */
export type TableValue = Columns | Iterable<object> | AsyncIterable<object>

// What formats of tables give and take: some rows at a time, in the form that is natural to the format.

import type { Columns, Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'

/** Some rows of a table, one after the other or column by column. */
export type Batch = { readonly rows: readonly Row[] } | { readonly columns: Columns }

/** A table that is being read. */
export interface TableInput {
  /** What is known of its columns before the first row; absent where rows may differ. */
  readonly schema?: TableSchema
  /** In order. Ends what it holds when it is left early. */
  readonly batches: AsyncIterable<Batch> | Iterable<Batch>
}

/** Everything that a sink of tables accepts. */
export type TableValue = Columns | Iterable<Row> | AsyncIterable<Row> | AsyncIterable<Columns>

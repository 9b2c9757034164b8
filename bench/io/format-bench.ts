// What each format brings: reading and writing as its library alone does it, and as a node does it.

import type { Sink, Source } from 'throughline/io'
import type { Columns, Row } from '@throughline/io/columns'
import type { Flight, PlainColumns } from './table.ts'

/** A table as a library gives it: records, or columns by name of anything that has elements. */
type Found = readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>

export interface FormatBench {
  /** The form in which a table is read and written. */
  readonly form: 'rows' | 'columns'
  /** What the library alone does. Its values may have other forms, as long as they say the same. */
  readonly library: {
    read(place: string): Promise<Found>
    write(place: string, table: { readonly rows: readonly Flight[]; readonly columns: PlainColumns }): Promise<void>
  }
  source(place: string): Source<unknown>
  sink(place: string): Sink<never, object>
  /** With less than all of it in memory, of formats that can. */
  readonly stream?: {
    readonly form: 'rows' | 'batches'
    source(place: string): Source<AsyncIterable<Row> | AsyncIterable<Columns>>
    sink(place: string): Sink<never, object>
  }
}

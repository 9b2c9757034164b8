// What the compiler knows of nodes in SQL. Checked by `tsc`, never run.

import { dataflow, from, parameterize } from 'throughline'
import { loaded } from 'throughline/io'
import { tableFromArrays } from 'apache-arrow'
import type { Columns, Row } from '../columns/column.ts'
import type { ColumnsOf } from '../columns/table-schema.ts'
import { fileTable, param, sql, type SqlValue, type TableLike } from './index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function expectTrue<_T extends true>(): void

interface Flight {
  readonly origin: string
  readonly delay: number
}
declare const read: () => Flight[]

const late = sql`select origin from ${from('flights')} where delay > ${param('threshold')} and distance > ${100}`
expectTrue<Equal<Parameters<typeof late>[0], { flights: TableLike; threshold: SqlValue }>>()
expectTrue<Equal<ReturnType<typeof late>, Promise<Columns>>>()

// ---- the result
const asRows = sql({ as: 'rows' })`select 1`
expectTrue<Equal<ReturnType<typeof asRows>, Promise<Row[]>>>()
const typed = sql({ columns: { origin: 'string', delay: 'float64?' }, as: 'rows' })`select * from ${from('flights')}`
expectTrue<Equal<Awaited<ReturnType<typeof typed>>, { readonly origin: string; readonly delay: number | null }[]>>()
const typedColumns = sql({ columns: { delay: 'float64' }, threads: 1 })`select * from ${from('flights')}`
expectTrue<Equal<Awaited<ReturnType<typeof typedColumns>>, ColumnsOf<{ readonly delay: 'float64' }>>>()

// ---- in a flow
const flow = dataflow({ late, flights: () => read(), worst: ({ late: table }: { late: Columns }) => table })
void flow.execute(['worst'], { inputs: { threshold: 5 } })
// @ts-expect-error the threshold is missing
void flow.execute(['worst'])
dataflow({ late, flights: loaded(fileTable('flights.parquet')) })
dataflow({ late, flights: () => tableFromArrays({ delay: Float64Array.of(1) }) })
dataflow({ late, flights: typedColumns, threshold: () => 5 })
parameterize(late, { late5: { threshold: 5 }, late9: { threshold: from('nine'), flights: from('others') } })
// @ts-expect-error a number is no table
dataflow({ late, flights: () => 5 })
// @ts-expect-error a record is no value
dataflow({ late, flights: () => read(), threshold: () => ({ a: 1 }) })
// @ts-expect-error there is no such dependency
parameterize(late, { late5: { treshold: 5 } })

// ---- what stands in it
// @ts-expect-error a record is neither a reference nor a value
void sql`select ${{ a: 1 }}`
// @ts-expect-error no such type of a column
void sql({ columns: { a: 'text' } })`select 1`
// @ts-expect-error a statement gives all of its rows at once
void sql({ as: 'stream' })`select 1`

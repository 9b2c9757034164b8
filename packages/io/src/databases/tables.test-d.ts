// What the compiler knows of tables of databases.

import type { Pool } from 'pg'
import { loaded, saved } from 'throughline/io'
import type { Columns, Row, TextColumn } from '../columns/index.ts'
import { duckdbFile, duckdbQuery, duckdbTable } from '../duckdb/index.ts'
import { postgresQuery, postgresTable } from '../postgres/index.ts'
import { sqliteQuery, sqliteTable } from '../sqlite/index.ts'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Value<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
const isTrue = <T extends true>(): T | undefined => undefined

const columns = { id: 'int64', note: 'string?' } as const
interface Order {
  readonly id: bigint
  readonly note: string | null
}

const rows = loaded(sqliteTable('shop.db', 'orders', { columns }))
isTrue<Equal<Value<typeof rows>[number], Order>>()
const stream = loaded(postgresTable('postgres://localhost/shop', 'orders', { as: 'stream', columns }))
isTrue<Equal<Value<typeof stream> extends AsyncIterable<infer One> ? One : never, Order>>()
const table = loaded(duckdbTable('shop.duckdb', 'orders', { columns }))
isTrue<Equal<Value<typeof table>['note'], TextColumn>>()
const unknownRows = loaded(sqliteQuery('shop.db', 'select 1 as one'))
isTrue<Equal<Value<typeof unknownRows>[number], Row>>()
const unknownColumns = loaded(duckdbQuery(':memory:', 'select 1 as one'))
isTrue<Equal<Value<typeof unknownColumns>, Columns>>()
const file = loaded(duckdbFile('orders.parquet', { as: 'rows', columns: { id: 'int32' } }))
isTrue<Equal<Value<typeof file>[number], { readonly id: number }>>()

// Dependencies of the function that gives a source are those of the node.
const some = loaded(({ db, least }: { db: Pool; least: number }) =>
  postgresQuery(db, 'select id from orders where total >= $1', [least], { columns: { id: 'int64' } }),
)
isTrue<Equal<Parameters<typeof some>[0], { db: Pool; least: number }>>()

saved(() => [{ id: 1n, note: null }], sqliteTable('shop.db', 'copy'))
saved(() => ({ id: BigInt64Array.of(1n) }), duckdbTable('shop.duckdb', 'copy', { mode: 'upsert', key: ['id'] }))
// @ts-expect-error a text is no table
saved(() => 'text', postgresTable('postgres://localhost/shop', 'copy'))
// @ts-expect-error there is no such mode
sqliteTable('shop.db', 'copy', { mode: 'merge' })
// @ts-expect-error there is no such type
duckdbTable('shop.duckdb', 'copy', { columns: { id: 'integer' } })
// @ts-expect-error a query is read, not written
saved(() => [{ id: 1 }], sqliteQuery('shop.db', 'select 1'))

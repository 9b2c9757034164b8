// Tables and queries of SQLite as sources, tables as sinks.

import type { Sink, Source } from 'throughline/io'
import type { TableSchema } from '../columns/table-schema.ts'
import { shownName, type TableName } from '../databases/table-name.ts'
import { parseWriteMode, type WriteModeOptions, type WrittenTable } from '../databases/write-mode.ts'
import { throttledProgress } from '../places/progress.ts'
import type { TableValue } from '../tables/batch.ts'
import { readTable } from '../tables/read-table.ts'
import { assertTableOptions, badOption, type TableForm, type TableIn } from '../tables/table-form.ts'
import { withRows } from '../tables/write-table.ts'
import { assertThere, pathOf, withDatabase, type SqliteDatabase } from './open-database.ts'
import { readSqlite, type SqliteParams, type SqliteQuery } from './read-sqlite.ts'
import { writeSqlite } from './write-sqlite.ts'

export interface SqliteQueryOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema> {
  /** @defaultValue 'rows' */
  readonly as?: Form
  /**
   * The types of the columns: they type the value, and are enforced. A column of `int64` is read as `bigint`; booleans,
   * dates, instants and JSON are read from what SQLite keeps them as. Columns that are not named are left out.
   */
  readonly columns?: Known
  /** How long it waits for others who have the file locked. @defaultValue 5000 */
  readonly busyTimeoutMs?: number
}

export interface SqliteTableOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema>
  extends SqliteQueryOptions<Form, Known>, WriteModeOptions {}

/**
 * A table of a SQLite database, to read and to write. All of it is written in one transaction: others see the old table
 * until it has ended, and still do if the process is killed.
 *
 * Reading: integers are numbers; one beyond 2^53 is an error unless its column is declared `int64`. Blobs are
 * `Uint8Array`s. Writing: booleans are kept as 0 and 1, dates as texts in ISO 8601, records and lists as JSON.
 *
 * @param database a path, opened for each reading and writing; or a `DatabaseSync` of `node:sqlite` that is open, which is
 *   not closed. One that is open is one connection: who reads through it sees what is being written through it
 * @param table its name, or `['schema', 'table']`
 * @throws {io/bad-option}; reading: {io/not-found} {io/no-table} {io/malformed} {io/database}; writing: {io/locked}
 *   {io/column-mismatch} {io/no-key} {io/constraint} {io/unwritable-value} {io/database}
 * @example
 * export const orders = loaded(sqliteTable('shop.db', 'orders', { columns: { id: 'int64', paidAt: 'timestamp?' } }))
 * export const totals = saved(summarise, sqliteTable('shop.db', 'totals', { mode: 'upsert', key: ['day'] }))
 */
export function sqliteTable<Form extends TableForm = 'rows', const Known extends TableSchema = never>(
  database: SqliteDatabase,
  table: TableName,
  options: SqliteTableOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> & Sink<TableValue, WrittenTable> {
  const owner = 'sqliteTable'
  assertTableOptions(owner, options)
  const writing = parseWriteMode(owner, options)
  const { as = 'rows' as Form, columns: schema } = options
  const busyTimeoutMs = patienceOf(owner, options)
  const describe = (): object => ({ type: 'sqlite', path: pathOf(database), table: shownName(table) })
  const subject = { name: `${shownName(table)} in ${pathOf(database)}`, type: 'SQL table' }
  return {
    describe,
    read: async (context) => {
      const query = { ...subject, database, from: { table }, schema, busyTimeoutMs, signal: context.signal }
      return (await readFrom(query, as, context)) as never
    },
    write: async (value, context) => {
      const { signal, progress } = context
      const onRows = throttledProgress(progress, undefined)
      const to = { ...subject, path: pathOf(database), table, writing, schema, busyTimeoutMs, signal, onRows }
      return await withRows(value, { ...subject, signal, schema, looksAtColumns: true }, (rows) =>
        withDatabase(database, (open) => writeSqlite(open, rows, to)),
      )
    },
  }
}

/**
 * What a query gives, to read. The values of its parameters are bound, never put into the text.
 *
 * @param params by position for `?`, or by name: `{ day }` for `:day`
 * @throws {io/bad-option}; reading: {io/not-found} {io/no-table} {io/malformed} {io/database}
 * @example
 * export const late = loaded(({ day }: { day: string }) =>
 *   sqliteQuery('flights.db', 'select * from flights where day = ? and delay > 60', [day]))
 */
export function sqliteQuery<Form extends TableForm = 'rows', const Known extends TableSchema = never>(
  database: SqliteDatabase,
  sql: string,
  params: SqliteParams = [],
  options: SqliteQueryOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> {
  assertTableOptions('sqliteQuery', options)
  const { as = 'rows' as Form, columns: schema } = options
  const busyTimeoutMs = patienceOf('sqliteQuery', options)
  const subject = { name: `the query on ${pathOf(database)}`, type: 'SQL table' }
  return {
    describe: () => ({ type: 'sqlite', path: pathOf(database), query: sql }),
    read: async (context) => {
      const query = { ...subject, database, from: { sql, params }, schema, busyTimeoutMs, signal: context.signal }
      return (await readFrom(query, as, context)) as never
    },
  }
}

/** @throws {io/bad-option} */
function patienceOf(owner: string, { busyTimeoutMs = 5000 }: SqliteQueryOptions): number {
  if (busyTimeoutMs >= 0) return busyTimeoutMs
  throw badOption(owner, 'busyTimeoutMs', String(busyTimeoutMs), 'milliseconds, 0 or more')
}

async function readFrom(query: SqliteQuery, as: TableForm, context: Parameters<typeof readTable>[2]): Promise<unknown> {
  context.signal.throwIfAborted()
  await assertThere(query.database)
  const { name, type, schema } = query
  return await readTable(
    { batches: readSqlite(query) },
    { as, name, type, ...(schema && { columns: schema }) },
    context,
  )
}

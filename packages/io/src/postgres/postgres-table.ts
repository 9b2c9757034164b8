// Tables and queries of PostgreSQL as sources, tables as sinks.

import type { Sink, Source } from 'throughline/io'
import type { TableSchema } from '../columns/table-schema.ts'
import { qualifiedName, selectFrom, shownName, type TableName } from '../databases/table-name.ts'
import { parseWriteMode, type WriteModeOptions, type WrittenTable } from '../databases/write-mode.ts'
import { throttledProgress } from '../places/progress.ts'
import type { TableValue } from '../tables/batch.ts'
import { readTable } from '../tables/read-table.ts'
import { assertTableOptions, type TableForm, type TableIn } from '../tables/table-form.ts'
import { withRows } from '../tables/write-table.ts'
import { placeOf, shownPlace, withSession, type PostgresConnection } from './connection.ts'
import { loadPg, type ImportPackage } from './load-pg.ts'
import { readPostgres, type PostgresQuery } from './read-postgres.ts'
import { writePostgres } from './write-postgres.ts'

export interface PostgresQueryOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema> {
  /** @defaultValue 'rows' */
  readonly as?: Form
  /**
   * The types of the columns: they type the value, and are enforced. A `numeric` is a text unless it is declared as
   * `float64`. Columns that are not named are left out.
   */
  readonly columns?: Known
}

export interface PostgresTableOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema>
  extends PostgresQueryOptions<Form, Known>, WriteModeOptions {}

/** Values of `$1`, `$2`: what `pg` takes. */
export type PostgresParams = readonly unknown[]

/**
 * A table of a PostgreSQL database, to read and to write. It is read by a cursor, as of one moment. All of it is written in
 * one transaction: others see the old table until it has ended, and still do if the process is killed.
 *
 * Reading: `int8` is `bigint`, `numeric` a text, timestamps are `Date`s (one without a zone as UTC), `bytea` is a
 * `Uint8Array`. Writing: PostgreSQL makes of each value what its column is, or refuses it.
 *
 * @param connection an address or a configuration of `pg`, opened and closed each time; or a `Pool` or `Client`, which is
 *   not closed. With a client one thing is done at a time, and none within a transaction of yours
 * @param table its name, or `['schema', 'table']`
 * @throws {io/bad-option}; when used: {io/missing-package} {io/unreachable} {io/locked} {io/no-table} {io/malformed}
 *   {io/database};
 *   writing: {io/column-mismatch} {io/no-key} {io/constraint} {io/unwritable-value} {io/locked}
 * @example
 * export const features = saved(compute, ({ db }: { db: Pool }) =>
 *   postgresTable(db, ['ml', 'features'], { mode: 'upsert', key: ['userId'] }))
 */
export function postgresTable<Form extends TableForm = 'rows', const Known extends TableSchema = never>(
  connection: PostgresConnection,
  table: TableName,
  options: PostgresTableOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> & Sink<TableValue, WrittenTable> {
  const owner = 'postgresTable'
  assertTableOptions(owner, options)
  const writing = parseWriteMode(owner, options)
  const { as = 'rows' as Form, columns: schema } = options
  const { importPackage } = options as { readonly importPackage?: ImportPackage }
  const place = placeOf(owner, connection)
  const name = shownName(table)
  const subject = { name: `${name} in ${shownPlace(place)}`, type: 'SQL table', place: shownPlace(place), table: name }
  return {
    describe: () => ({ type: 'postgres', ...place, table: name }),
    read: async (context) => {
      const sql = selectFrom(qualifiedName(table), schema)
      const asColumns = as === 'columns' || as === 'batches'
      const { signal } = context
      const query = { ...subject, connection, sql, params: [], schema, asColumns, signal, importPackage }
      return (await readFrom(query, as, context)) as never
    },
    write: async (value, context) => {
      const { signal, progress } = context
      await loadPg(importPackage)
      const to = { ...subject, target: table, writing, schema, signal, onRows: throttledProgress(progress, undefined) }
      return await withRows(value, { ...subject, signal, schema, looksAtColumns: true }, (rows) =>
        withSession(connection, { ...to, importPackage }, ({ client }) => writePostgres(client, rows, to)),
      )
    },
  }
}

/**
 * What a query gives, to read, by a cursor. The values of its parameters are bound, never put into the text.
 *
 * @param sql one `select`, `values` or `with`
 * @param params values of `$1`, `$2`; a `Date` is the instant, and of a `timestamp` without a zone its time in UTC
 * @throws {io/bad-option}; when used: {io/missing-package} {io/unreachable} {io/locked} {io/no-table} {io/malformed}
 *   {io/database}
 * @example
 * export const orders = loaded(({ db, day }: { db: Pool; day: string }) =>
 *   postgresQuery(db, 'select id, total from orders where day = $1', [day], { columns: { id: 'int64', total: 'float64' } }))
 */
export function postgresQuery<Form extends TableForm = 'rows', const Known extends TableSchema = never>(
  connection: PostgresConnection,
  sql: string,
  params: PostgresParams = [],
  options: PostgresQueryOptions<Form, Known> = {},
): Source<TableIn<Form, [Known] extends [never] ? undefined : Known>> {
  assertTableOptions('postgresQuery', options)
  const { as = 'rows' as Form, columns: schema } = options
  const { importPackage } = options as { readonly importPackage?: ImportPackage }
  const place = placeOf('postgresQuery', connection)
  const subject = { name: `the query on ${shownPlace(place)}`, type: 'SQL table', place: shownPlace(place) }
  return {
    describe: () => ({ type: 'postgres', ...place, query: sql }),
    read: async (context) => {
      const asColumns = as === 'columns' || as === 'batches'
      const { signal } = context
      const query = { ...subject, connection, sql, params, schema, asColumns, signal, importPackage }
      return (await readFrom(query, as, context)) as never
    },
  }
}

async function readFrom(
  query: PostgresQuery,
  as: TableForm,
  context: Parameters<typeof readTable>[2],
): Promise<unknown> {
  query.signal.throwIfAborted()
  await loadPg(query.importPackage)
  const { name, type, schema } = query
  return await readTable(
    { batches: readPostgres(query) },
    { as, name, type, ...(schema && { columns: schema }) },
    context,
  )
}

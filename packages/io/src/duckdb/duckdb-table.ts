// Tables, queries and files of DuckDB as sources, tables as sinks.

import type { Sink, Source } from 'throughline/io'
import type { Columns } from '../columns/column.ts'
import { isColumns } from '../columns/table.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { qualifiedName, selectFrom, shownName, type TableName } from '../databases/table-name.ts'
import { parseWriteMode, type WriteModeOptions, type WrittenTable } from '../databases/write-mode.ts'
import { throttledProgress } from '../places/progress.ts'
import type { TableValue } from '../tables/batch.ts'
import { readTable } from '../tables/read-table.ts'
import { assertTableOptions, badOption, type TableForm, type TableIn } from '../tables/table-form.ts'
import { withColumns } from '../tables/write-table.ts'
import { loadDuckdb, type ImportPackage } from './load-duckdb.ts'
import { shownDatabase, withWriter, type DuckdbDatabase } from './open-instance.ts'
import { readDuckdb, type DuckdbParams } from './read-duckdb.ts'
import { writeDuckdb } from './write-duckdb.ts'

export interface DuckdbQueryOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema> {
  /** @defaultValue 'columns' */
  readonly as?: Form
  /** The types of the columns: they type the value, and are enforced. Columns that are not named are left out. */
  readonly columns?: Known
  /** How long it waits for another process that has the file open. @defaultValue 5000 */
  readonly busyTimeoutMs?: number
}

export interface DuckdbTableOptions<Form extends TableForm = TableForm, Known extends TableSchema = TableSchema>
  extends DuckdbQueryOptions<Form, Known>, WriteModeOptions {}

type Given<Known> = [Known] extends [never] ? undefined : Known

/**
 * A table of a DuckDB database, to read and to write. All of it is written in one transaction: others see the old table
 * until it has ended, and still do if the process is killed.
 *
 * Reading: whole vectors become columns. Writing to a table that is there, a value that a cast of DuckDB would change is an
 * error.
 *
 * @param database a path, opened for each reading and writing and shared by all that use it at the time; or an instance or
 *   a connection, which is not closed. A file that you open yourself is passed as instance, never opened a second time
 * @param table its name, or `['schema', 'table']`
 * @throws {io/bad-option}; when used: {io/missing-package} {io/not-found} {io/locked} {io/no-table} {io/malformed}
 *   {io/database}; writing: {io/column-mismatch} {io/no-key} {io/constraint} {io/unwritable-value}
 * @example
 * export const flights = loaded(duckdbTable('flights.duckdb', 'flights'))
 */
export function duckdbTable<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  database: DuckdbDatabase,
  table: TableName,
  options: DuckdbTableOptions<Form, Known> = {},
): Source<TableIn<Form, Given<Known>>> & Sink<TableValue, WrittenTable> {
  const owner = 'duckdbTable'
  const known = knownOptions(owner, options)
  const writing = parseWriteMode(owner, options)
  const name = `${shownName(table)} in ${shownDatabase(database)}`
  const subject = { name, type: 'SQL table' }
  const { schema, busyTimeoutMs, importPackage } = known
  return {
    describe: () => ({ type: 'duckdb', ...placeOf(database), table: shownName(table) }),
    read: async (context) => {
      const sql = selectFrom(qualifiedName(table), schema)
      return (await readFrom({ ...subject, database, sql, params: [] }, known, context)) as never
    },
    write: async (value, context) => {
      const { signal, progress } = context
      await loadDuckdb(importPackage)
      const to = { ...subject, table, writing, schema, signal, onRows: throttledProgress(progress, undefined) }
      const write = async (batches: AsyncIterable<Columns> | Iterable<Columns>): Promise<WrittenTable> =>
        await withWriter(database, { busyTimeoutMs, signal, importPackage }, (session) =>
          writeDuckdb(session, batches, to),
        )
      // Columns have their types: nothing of them is guessed or converted.
      if (schema === undefined && isColumns(value)) return await write([value])
      return await withColumns(value, { ...subject, signal, schema }, ({ batches }) => write(batches))
    },
  }
}

/**
 * What a query gives, to read. The values of its parameters are bound, never put into the text.
 *
 * @param database as of {@link duckdbTable}; `':memory:'` for a query on files alone
 * @param params by position for `$1`, or by name: `{ day }` for `$day`
 * @throws {io/bad-option}; when used: {io/missing-package} {io/not-found} {io/locked} {io/no-table} {io/malformed}
 *   {io/database}
 * @example
 * export const late = loaded(duckdbQuery('flights.duckdb', 'select origin, delay from flights where delay > $1', [60]))
 */
export function duckdbQuery<Form extends TableForm = 'columns', const Known extends TableSchema = never>(
  database: DuckdbDatabase,
  sql: string,
  params: DuckdbParams = [],
  options: DuckdbQueryOptions<Form, Known> = {},
): Source<TableIn<Form, Given<Known>>> {
  const known = knownOptions('duckdbQuery', options)
  const subject = { name: `the query on ${shownDatabase(database)}`, type: 'SQL table' }
  return {
    describe: () => ({ type: 'duckdb', ...placeOf(database), query: sql }),
    read: async (context) => (await readFrom({ ...subject, database, sql, params }, known, context)) as never,
  }
}

interface KnownOptions {
  readonly as: TableForm
  readonly schema: TableSchema | undefined
  readonly busyTimeoutMs: number
  readonly importPackage: ImportPackage | undefined
}

/** @throws {io/bad-option} */
export function knownOptions(owner: string, options: DuckdbQueryOptions): KnownOptions {
  assertTableOptions(owner, options)
  const { as = 'columns', columns: schema, busyTimeoutMs = 5000 } = options
  const { importPackage } = options as { readonly importPackage?: ImportPackage }
  if (busyTimeoutMs >= 0) return { as, schema, busyTimeoutMs, importPackage }
  throw badOption(owner, 'busyTimeoutMs', String(busyTimeoutMs), 'milliseconds, 0 or more')
}

function placeOf(database: DuckdbDatabase): object {
  return typeof database === 'string' ? { path: database } : {}
}

export interface DuckdbReading {
  readonly name: string
  readonly type: string
  readonly database: DuckdbDatabase
  readonly sql: string
  readonly params: DuckdbParams
}

export async function readFrom(
  reading: DuckdbReading,
  { as, schema, busyTimeoutMs, importPackage }: KnownOptions,
  context: Parameters<typeof readTable>[2],
): Promise<unknown> {
  context.signal.throwIfAborted()
  await loadDuckdb(importPackage)
  const { name, type } = reading
  const { signal } = context
  const batches = readDuckdb({ ...reading, schema, form: as, busyTimeoutMs, signal, importPackage })
  return await readTable({ batches }, { as, name, type, ...(schema && { columns: schema }) }, context)
}

// A table into DuckDB, in one transaction.

import type { DuckDBConnection } from '@duckdb/node-api'
import { ThroughlineError } from 'throughline'
import type { Columns } from '../columns/column.ts'
import { readerOf } from '../columns/read-column.ts'
import { rowCount } from '../columns/table.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { toColumns } from '../columns/to-columns.ts'
import { assertColumns, type Subject } from '../databases/subject.ts'
import { qualifiedName, quoted, shownName, type TableName } from '../databases/table-name.ts'
import { deletion, isSame, onConflict, strayRow, type Writing, type WrittenTable } from '../databases/write-mode.ts'
import { ioIssue } from '../issues.ts'
import { appendColumns, createTableFor, typesFor } from './append-columns.ts'
import { asJson } from './array-types.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { loadDuckdb } from './load-duckdb.ts'
import type { DuckdbSession } from './open-instance.ts'
import { toDuckdbValue } from './read-duckdb.ts'

export interface DuckdbWrite extends Subject {
  readonly table: TableName
  readonly writing: Writing
  readonly schema: TableSchema | undefined
  readonly signal: AbortSignal
  readonly onRows: (rows: number) => void
}

/** Others see the old table until all is written, and for ever if it is not. */
export async function writeDuckdb(
  { connection, stopInterrupting }: DuckdbSession,
  batches: AsyncIterable<Columns> | Iterable<Columns>,
  to: DuckdbWrite,
): Promise<WrittenTable> {
  const table = shownName(to.table)
  try {
    await connection.run('begin transaction')
    try {
      const written = await fill(connection, batches, to)
      to.signal.throwIfAborted()
      await connection.run('commit')
      return written
    } catch (cause) {
      stopInterrupting()
      // After some errors there is no transaction any more.
      await connection.run('rollback').catch(() => {})
      throw cause
    }
  } catch (cause) {
    to.signal.throwIfAborted()
    throw duckdbFailure(cause, { name: to.name, table })
  }
}

async function fill(
  connection: DuckDBConnection,
  batches: AsyncIterable<Columns> | Iterable<Columns>,
  to: DuckdbWrite,
): Promise<WrittenTable> {
  const table = shownName(to.table)
  let existing = await columnsOf(connection, to.table)
  let isCreated = false
  let isReady = false
  let rows = 0
  const prepare = async (first: Columns): Promise<void> => {
    isReady = true
    if (existing.size === 0 && Object.keys(first).length > 0) {
      const primaryKey = to.writing.key === undefined ? {} : { primaryKey: to.writing.key }
      await createTableFor(connection, to.table, first, primaryKey)
      existing = await columnsOf(connection, to.table)
      isCreated = true
    }
    if (existing.size > 0) await makeRoom(connection, to)
  }
  for await (const batch of batches) {
    to.signal.throwIfAborted()
    const declared = withJson(batch, to.schema)
    if (!isReady) await prepare(declared)
    assertColumns(table, Object.keys(batch), [...existing.keys()])
    assertPart(batch, rows, to)
    if (existing.size > 0) await add(connection, declared, existing, rows, to)
    rows += rowCount(batch)
    to.onRows(rows)
  }
  if (!isReady) await prepare(toColumns([], to.schema ?? {}))
  return { rows, table, isCreated }
}

/** What a column is declared as counts, not what its values happen to be. */
function withJson(batch: Columns, schema: TableSchema | undefined): Columns {
  const isJson = (name: string): boolean => schema !== undefined && /^json\??$/.test(schema[name] ?? '')
  return Object.fromEntries(
    Object.entries(batch).map(([name, column]) =>
      isJson(name) && Array.isArray(column) ? [name, asJson(column)] : [name, column],
    ),
  )
}

/** Names of columns, and their types as SQL says them; none when the table is not there. */
async function columnsOf(connection: DuckDBConnection, table: TableName): Promise<ReadonlyMap<string, string>> {
  const [name, schema, catalog] = (typeof table === 'string' ? [table] : table).toReversed()
  const where = [
    'table_name = $1',
    schema === undefined ? 'schema_name = current_schema()' : 'schema_name = $2',
    catalog === undefined ? 'database_name = current_database()' : 'database_name = $3',
  ]
  const params = [name, schema, catalog].filter((one) => one !== undefined)
  const sql = `select column_name, data_type from duckdb_columns() where ${where.join(' and ')} order by column_index`
  const found = await connection.runAndReadAll(sql, params)
  return new Map(found.getRows().map(([column, type]) => [String(column), String(type)]))
}

async function makeRoom(connection: DuckDBConnection, { table, writing }: DuckdbWrite): Promise<void> {
  const removal = deletion(table, writing, (index) => `$${index}`)
  if (!removal) return
  const { api } = await loadDuckdb()
  await connection.run(
    removal.sql,
    removal.params.map((value) => toDuckdbValue(value, api)),
  )
}

function assertPart(batch: Columns, from: number, { writing, ...subject }: DuckdbWrite): void {
  if (writing.kind !== 'replaceWhere') return
  for (const [column, wanted] of Object.entries(writing.where)) {
    const read = Object.hasOwn(batch, column) ? readerOf(batch[column]!) : () => null
    for (let row = 0; row < rowCount(batch); row++) {
      if (!isSame(read(row), wanted)) throw strayRow(subject, from + row, column)
    }
  }
}

const STAGING = 'throughline_rows'

/** Directly when the table has just these columns with just these types; else by way of a table that has. */
async function add(
  connection: DuckDBConnection,
  batch: Columns,
  existing: ReadonlyMap<string, string>,
  from: number,
  { table, writing, signal, ...subject }: DuckdbWrite,
): Promise<void> {
  const types = await typesFor(batch)
  const names = Object.keys(batch)
  if (names.length === 0) return
  const differing = names.filter((name) => !isSameType(existing.get(name)!, types[name]!))
  if (writing.kind !== 'upsert' && differing.length === 0) {
    await appendColumns(connection, table, batch, { signal })
    return
  }
  const staging: TableName = ['temp', 'main', STAGING]
  await createTableFor(connection, staging, batch, { isTemporary: true })
  await appendColumns(connection, staging, batch, { signal })
  for (const name of differing) await assertLossless(connection, name, types[name]!, existing.get(name)!, from, subject)
  const list = names.map((name) => quoted(name)).join(', ')
  const insert = `insert into ${qualifiedName(table)} (${list}) select ${list} from ${qualifiedName(staging)}`
  await connection.run(`${insert}${onConflict(names, writing)}`)
  await connection.run(`drop table ${qualifiedName(staging)}`)
}

function isSameType(existing: string, ours: string): boolean {
  return existing === ours || (existing === 'TIMESTAMP' && /^TIMESTAMP_(S|MS)$/.test(ours))
}

/** Rows of a transaction that has not ended are counted from here. */
const FIRST_ROW_ID = 36_028_797_018_960_000n

/** A cast of DuckDB may round: what does not come back as it was would be lost. */
async function assertLossless(
  connection: DuckDBConnection,
  column: string,
  ours: string,
  existing: string,
  from: number,
  { name, type }: Subject,
): Promise<void> {
  const value = quoted(column)
  const back = `try_cast(try_cast(${value} as ${existing}) as ${ours})`
  const sql = `select min(rowid) from temp.main.${quoted(STAGING)} where ${value} is not null and ${back} is distinct from ${value}`
  const found = (await connection.runAndReadAll(sql)).getRows()[0]?.[0]
  if (found === null || found === undefined) return
  const facts = {
    place: { row: from + Number(BigInt(String(found)) % FIRST_ROW_ID) + 1, column },
    found: `the value would not be the same as ${existing}`,
    hint: 'change the type of the column in the database, or the values.',
  }
  throw new ThroughlineError([ioIssue('io/unwritable-value', { name, type, ...facts })])
}

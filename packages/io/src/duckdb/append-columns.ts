// Columns into a table of DuckDB, by whole vectors.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { ThroughlineError } from 'throughline'
import type { Columns } from '../columns/column.ts'
import { rowCount } from '../columns/table.ts'
import { ioIssue } from '../issues.ts'
import { sqlTypeFor, writerFor, type ColumnWriter } from './column-writers.ts'
import { loadDuckdb } from './load-duckdb.ts'
import { qualifiedName, quoted, type TableName } from '../databases/table-name.ts'

export interface AppendOptions {
  readonly signal?: AbortSignal | undefined
  readonly onRows?: ((rows: number) => void) | undefined
}

/**
 * Appends to a table that has all of these columns; others get their default. Texts with few distinct ones go over as codes.
 * Within a transaction of the connection it is part of it; else what was appended before an error stays.
 *
 * @param table its name, or names from the outside in: `['schema', 'table']`
 * @returns how many rows
 * @complexity one copy of numbers; texts with many distinct ones are written one by one
 * @throws {io/column-mismatch} when the table lacks one of the columns; {io/uneven-columns} {io/unwritable-value}
 * @example
 * await createTableFor(connection, 'flights', columns, { isTemporary: true })
 * await appendColumns(connection, 'flights', columns)
 */
export async function appendColumns(
  connection: DuckDBConnection,
  table: TableName,
  columns: Columns,
  { signal, onRows }: AppendOptions = {},
): Promise<number> {
  const duckdb = await loadDuckdb()
  const names = Object.keys(columns)
  const rows = rowCount(columns)
  const empty = await connection.run(`select * from ${qualifiedName(table)} limit 0`)
  const existing = empty.columnNames()
  const lacking = names.filter((name) => !existing.includes(name))
  if (lacking.length > 0) throw mismatch(qualifiedName(table), lacking, existing)
  if (rows === 0 || names.length === 0) return 0

  const writers = names.map((name) => writerFor(name, columns[name]!, duckdb))
  const isWhole = existing.length === names.length && existing.every((name, index) => name === names[index])
  const path = typeof table === 'string' ? [table] : table
  if (isWhole) {
    await fill(connection, path, writers)
    return rows
  }
  // The appender of DuckDB knows all columns of a table in their order, or none.
  const staging = `throughline_${names.length}_columns`
  await connection.run(`create or replace temporary table ${quoted(staging)} (${await declarations(columns)})`)
  try {
    await fill(connection, ['temp', 'main', staging], writers)
    const list = names.map((name) => quoted(name)).join(', ')
    await connection.run(
      `insert into ${qualifiedName(table)} (${list}) select ${list} from temp.main.${quoted(staging)}`,
    )
  } finally {
    await connection.run(`drop table if exists temp.main.${quoted(staging)}`).catch(() => {})
  }
  return rows

  async function fill(to: DuckDBConnection, path: readonly string[], all: readonly ColumnWriter[]): Promise<void> {
    const [name, schema, catalog] = path.toReversed()
    const appender = await to.createAppender(name!, schema, catalog)
    const chunk = duckdb.api.DuckDBDataChunk.create(all.map(({ vectorType }) => vectorType))
    const size = duckdb.bindings.vector_size()
    let turnAt = performance.now() + TURN_MS
    try {
      for (let from = 0; from < rows; from += size) {
        const count = Math.min(size, rows - from)
        chunk.reset()
        chunk.rowCount = count
        all.forEach((writer, index) => writer.write(chunk, index, from, count))
        appender.appendDataChunk(chunk)
        if (performance.now() < turnAt) continue
        onRows?.(from + count)
        await nextTurn()
        signal?.throwIfAborted()
        turnAt = performance.now() + TURN_MS
      }
      appender.closeSync()
    } catch (error) {
      // What it still holds it would write when it is collected: long after a transaction was rolled back.
      appender.clear()
      throw error
    }
  }
}

const TURN_MS = 20

export interface CreateTableOptions {
  /** Only this connection sees it. @defaultValue false */
  readonly isTemporary?: boolean
  readonly primaryKey?: readonly string[]
}

/**
 * Creates an empty table with the columns of a table of columns, and the types that lose nothing.
 *
 * @throws {io/uneven-columns} {io/unwritable-value}
 */
export async function createTableFor(
  connection: DuckDBConnection,
  table: TableName,
  columns: Columns,
  { isTemporary = false, primaryKey = [] }: CreateTableOptions = {},
): Promise<void> {
  const key = primaryKey.map((name) => quoted(name)).join(', ')
  const declared = `${await declarations(columns)}${key === '' ? '' : `, primary key (${key})`}`
  const kind = isTemporary ? 'temporary table' : 'table'
  await connection.run(`create ${kind} ${qualifiedName(table)} (${declared})`)
}

/** The types that columns have in DuckDB, as SQL says them. @throws {io/unwritable-value} */
export async function typesFor(columns: Columns): Promise<Readonly<Record<string, string>>> {
  const duckdb = await loadDuckdb()
  rowCount(columns)
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sqlTypeFor(name, column, duckdb)]))
}

async function declarations(columns: Columns): Promise<string> {
  return Object.entries(await typesFor(columns))
    .map(([name, type]) => `${quoted(name)} ${type}`)
    .join(', ')
}

function mismatch(table: string, lacking: readonly string[], existing: readonly string[]): ThroughlineError {
  return new ThroughlineError([ioIssue('io/column-mismatch', { table, lacking, existing })])
}

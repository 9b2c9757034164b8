// Rows out of SQLite, some at a time, so that neither memory nor the event loop is full of them.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { ThroughlineError } from 'throughline'
import type { TableSchema } from '../columns/table-schema.ts'
import { distinctNames } from '../databases/distinct-names.ts'
import type { Subject } from '../databases/subject.ts'
import { qualifiedName, quoted, type TableName } from '../databases/table-name.ts'
import { ioIssue } from '../issues.ts'
import type { Batch } from '../tables/batch.ts'
import { typeOf } from '../tables/element-reader.ts'
import { openDatabase, pathOf, type SqliteDatabase } from './open-database.ts'
import { patiently } from './patiently.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** Values of a query: by position, or by name. */
export type SqliteParams = readonly SQLInputValue[] | Readonly<Record<string, SQLInputValue>>

export interface SqliteQuery extends Subject {
  readonly database: SqliteDatabase
  readonly from: { readonly table: TableName } | { readonly sql: string; readonly params: SqliteParams }
  readonly schema: TableSchema | undefined
  readonly busyTimeoutMs: number
  readonly signal: AbortSignal
}

const BATCH_ROWS = 1000
const TURN_MS = 20

/** Opened when the first row is asked for, closed after the last one or when nobody asks any more. */
export async function* readSqlite(query: SqliteQuery): AsyncGenerator<Batch, void, undefined> {
  const { open, close } = openDatabase(query.database, true)
  try {
    await beginReading(open, query)
    yield* batchesOf(open, query)
  } catch (cause) {
    throw sqliteFailure(cause, { path: pathOf(query.database), name: query.name })
  } finally {
    close()
  }
}

/** The file is locked for reading, and what is read is of one moment. In a connection of somebody else, only by its turn. */
async function beginReading(open: DatabaseSync, query: SqliteQuery): Promise<void> {
  const { database, name } = query
  const isOurs = typeof database === 'string'
  if (isOurs) open.exec('begin')
  const look = open.prepare('select 1 from sqlite_schema limit 1')
  await patiently(() => look.get(), { ...query, path: pathOf(database), name })
}

async function* batchesOf(open: DatabaseSync, query: SqliteQuery): AsyncGenerator<Batch, void, undefined> {
  const { from, schema, signal } = query
  const sql = 'sql' in from ? from.sql : selectFrom(open, from.table, schema)
  const params = 'sql' in from ? from.params : []
  const statement = open.prepare(sql)
  const names = distinctNames(
    statement.columns().map(({ name }) => name),
    query,
  )
  const declared = names.map((name) => (schema && Object.hasOwn(schema, name) ? typeOf(schema[name]!) : undefined))
  const hasBigInts = declared.includes('int64')
  statement.setReadBigInts(hasBigInts)
  statement.setReturnArrays(true)
  const isJson = declared.map((type) => type === 'json')
  const hasJson = isJson.includes(true)
  let row = 0
  let turnAt = performance.now() + TURN_MS
  let tuples: unknown[][] = []
  const rows = iterate(statement, params)
  try {
    for (;;) {
      const { done, value: tuple } = nextRow(rows, () => tooLarge(open, sql, params, names, row, query))
      if (done === true) break
      row++
      if (hasBigInts) narrow(tuple, declared, names, row, query)
      if (hasJson) parseJson(tuple, isJson)
      if (tuples.push(tuple) < BATCH_ROWS) continue
      signal.throwIfAborted()
      yield { names, tuples }
      tuples = []
      if (performance.now() < turnAt) continue
      await nextTurn()
      turnAt = performance.now() + TURN_MS
    }
    yield { names, tuples }
  } finally {
    rows.return?.()
  }
}

/** Only what is asked for, when a schema says what that is. A name that is not there is found out later. */
function selectFrom(open: DatabaseSync, table: TableName, schema: TableSchema | undefined): string {
  const all = `select * from ${qualifiedName(table)}`
  if (schema === undefined) return all
  const existing = open
    .prepare(all)
    .columns()
    .map(({ name }) => name)
  const wanted = Object.keys(schema)
  if (wanted.length === 0 || wanted.some((name) => !existing.includes(name))) return all
  return `select ${wanted.map((name) => quoted(name)).join(', ')} from ${qualifiedName(table)}`
}

type Tuples = IterableIterator<unknown[]>

function iterate(statement: StatementSync, params: SqliteParams): Tuples {
  const rows = Array.isArray(params)
    ? statement.iterate(...(params as SQLInputValue[]))
    : statement.iterate(params as Record<string, SQLInputValue>)
  return rows as unknown as Tuples
}

function nextRow(rows: Tuples, explain: () => Error): IteratorResult<unknown[]> {
  try {
    return rows.next()
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'ERR_OUT_OF_RANGE' ? explain() : cause
  }
}

/** Integers that a number holds are numbers, except in columns of `int64`. */
function narrow(
  tuple: unknown[],
  declared: readonly (string | undefined)[],
  names: readonly string[],
  row: number,
  query: SqliteQuery,
): void {
  for (let at = 0; at < tuple.length; at++) {
    const value = tuple[at]
    if (typeof value !== 'bigint' || declared[at] === 'int64') continue
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw unsafeInteger(value, row, names[at]!, query)
    tuple[at] = number
  }
}

/** Reads again, to say which value it was that no number can hold. */
function tooLarge(
  open: DatabaseSync,
  sql: string,
  params: SqliteParams,
  names: readonly string[],
  rowsBefore: number,
  query: SqliteQuery,
): Error {
  const statement = open.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  let row = 0
  for (const tuple of iterate(statement, params)) {
    if (row++ < rowsBefore) continue
    const at = tuple.findIndex((value) => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)))
    if (at >= 0) return unsafeInteger(tuple[at] as bigint, row, names[at]!, query)
  }
  return unsafeInteger(undefined, rowsBefore + 1, '?', query)
}

function unsafeInteger(value: bigint | undefined, row: number, column: string, { name, type }: Subject): Error {
  const found = `${value ?? 'an integer'} is more than a number can hold`
  const hint = `read it as bigint:  columns: { ${JSON.stringify(column)}: 'int64', ... }`
  return new ThroughlineError([ioIssue('io/malformed', { name, type, place: { row, column }, found, hint })])
}

/** A text that is no JSON stays what it is: the schema refuses nothing here. */
function parseJson(tuple: unknown[], isJson: readonly boolean[]): void {
  for (let at = 0; at < tuple.length; at++) {
    const value = tuple[at] as SQLOutputValue
    if (!isJson[at] || typeof value !== 'string') continue
    try {
      tuple[at] = JSON.parse(value)
    } catch {
      // as it is
    }
  }
}

// A table into SQLite, in one transaction.

import type { DatabaseSync } from 'node:sqlite'
import type { Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { newColumns } from '../databases/column-kinds.ts'
import type { Refuse } from '../databases/json-text.ts'
import { assertColumns, unwritableRow, type Subject } from '../databases/subject.ts'
import { qualifiedName, quoted, shownName, type TableName } from '../databases/table-name.ts'
import { deletion, partGuard, type Writing, type WrittenTable } from '../databases/write-mode.ts'
import type { RowsToWrite } from '../tables/write-table.ts'
import { patiently } from './patiently.ts'
import { sqliteFailure } from './sqlite-failure.ts'
import { RowInserter } from './row-inserter.ts'
import { SQLITE_TYPES, sqliteValue } from './sqlite-values.ts'

export interface SqliteWrite extends Subject {
  readonly path: string
  readonly table: TableName
  readonly writing: Writing
  readonly schema: TableSchema | undefined
  readonly busyTimeoutMs: number
  readonly signal: AbortSignal
  readonly onRows: (rows: number) => void
}

/** Others see the old table until all is written, and for ever if it is not. */
export async function writeSqlite(open: DatabaseSync, table: RowsToWrite, to: SqliteWrite): Promise<WrittenTable> {
  if (open.isTransaction) {
    const reason = 'a transaction is open on this connection already'
    throw sqliteFailure(Object.assign(new Error(reason), { errcode: 5 }), { ...factsOf(to) })
  }
  await patiently(() => open.exec('begin immediate'), { ...to, ...factsOf(to) })
  try {
    const written = await fill(open, table, to)
    to.signal.throwIfAborted()
    await patiently(() => open.exec('commit'), { ...to, ...factsOf(to) })
    return written
  } catch (cause) {
    if (open.isOpen && open.isTransaction) open.exec('rollback')
    throw cause
  }
}

async function fill(open: DatabaseSync, { names, batches }: RowsToWrite, to: SqliteWrite): Promise<WrittenTable> {
  const { table, writing, schema } = to
  const asking = <Result>(work: () => Result): Result => explained(work, to)
  let existing = asking(() => columnsOf(open, table))
  let isCreated = false
  const create = (first: readonly Row[]): void => {
    if (existing.length > 0 || names.length === 0) return
    asking(() => open.exec(creation(table, names, schema, first, writing)))
    existing = names
    isCreated = true
  }
  const assertKnown = (): void => assertColumns(shownName(table), names, namesLike(existing, names))
  const explain = (cause: unknown, row?: number): unknown =>
    sqliteFailure(cause, { ...factsOf(to), ...(row !== undefined && { row }) })
  const inserter = new RowInserter(open, names, { ...to, explain })
  const guard = partGuard(writing, to)
  let rows = 0
  let isPrepared = false
  const prepare = (first: readonly Row[]): void => {
    isPrepared = true
    create(first)
    if (existing.length === 0) return
    assertKnown()
    const removal = deletion(table, writing, () => '?')
    if (!removal) return
    const params = removal.params.map((value) => sqliteValue(value, false, refuser(to, undefined, 'replaceWhere')))
    asking(() => open.prepare(removal.sql).run(...params))
  }
  for await (const batch of batches) {
    if (!isPrepared) prepare(batch)
    guard?.(batch, rows)
    await inserter.insert(batch, rows)
    rows += batch.length
    to.onRows(rows)
  }
  if (!isPrepared) prepare([])
  return { rows, table: shownName(table), isCreated }
}

function refuser(subject: Subject, row: number | undefined, column: string): Refuse {
  return (found, hint) => {
    throw unwritableRow(subject, { row, column }, found, hint)
  }
}

/** Names of columns of a table; none when it is not there. */
function columnsOf(open: DatabaseSync, table: TableName): readonly string[] {
  const [name, schema] = (typeof table === 'string' ? [table] : table).toReversed()
  const sql = `select name from pragma_table_info(?${schema === undefined ? '' : ', ?'})`
  const rows = open.prepare(sql).all(...(schema === undefined ? [name!] : [name!, schema]))
  return rows.map((row) => String(row['name']))
}

/** SQLite does not tell apart names that differ by the case of ASCII letters. */
function namesLike(existing: readonly string[], names: readonly string[]): readonly string[] {
  const lower = new Set(existing.map((name) => name.toLowerCase()))
  return [...existing, ...names.filter((name) => lower.has(name.toLowerCase()) && !existing.includes(name))]
}

function creation(
  table: TableName,
  names: readonly string[],
  schema: TableSchema | undefined,
  first: readonly Row[],
  writing: Writing,
): string {
  const columns = newColumns(names, schema, first).map(
    ({ name, kind, isNullable }) => `${quoted(name)} ${SQLITE_TYPES[kind]}${isNullable ? '' : ' not null'}`,
  )
  if (writing.kind === 'upsert') columns.push(`primary key (${writing.key.map((name) => quoted(name)).join(', ')})`)
  return `create table ${qualifiedName(table)} (${columns.join(', ')})`
}

function factsOf({ path, name, table }: SqliteWrite): { path: string; name: string; table: string } {
  return { path, name, table: shownName(table) }
}

function explained<Result>(work: () => Result, to: SqliteWrite): Result {
  try {
    return work()
  } catch (cause) {
    throw sqliteFailure(cause, { ...factsOf(to) })
  }
}

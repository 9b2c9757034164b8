// A table into SQLite, in one transaction.

import type { DatabaseSync } from 'node:sqlite'
import type { Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { newColumns } from '../databases/column-kinds.ts'
import type { Refuse } from '../databases/json-text.ts'
import { assertColumns, unwritableRow, type Subject } from '../databases/subject.ts'
import { qualifiedName, quoted, shownName, type TableName } from '../databases/table-name.ts'
import {
  type CellValue,
  deletion,
  instantOf,
  partGuard,
  primaryKey,
  type ReplaceWhere,
  type Writing,
  type WrittenTable,
} from '../databases/write-mode.ts'
import type { RowsToWrite } from '../tables/write-table.ts'
import { affinityOf, fitted, type Affinity } from './affinity.ts'
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
    existing = asking(() => columnsOf(open, table))
    isCreated = true
  }
  const assertKnown = (): void => {
    const known = existing.map(({ name }) => name)
    assertColumns(shownName(table), names, namesLike(known, names))
  }
  const explain = (cause: unknown, row?: number): unknown =>
    sqliteFailure(cause, { ...factsOf(to), ...(row !== undefined && { row }) })
  let inserter: RowInserter | undefined
  const guard = partGuard(writing, to)
  let rows = 0
  let isPrepared = false
  const prepare = (first: readonly Row[]): void => {
    isPrepared = true
    create(first)
    if (existing.length === 0) return
    assertKnown()
    for (const part of partsOf(writing, first[0])) {
      const removal = deletion(table, part, () => '?')
      if (!removal) continue
      const refuse = refuser(to, undefined, 'replaceWhere')
      const compared = part.kind === 'replaceWhere' ? affinitiesOf(existing, comparedIn(part.where)) : []
      const params = removal.params.map((value, at) =>
        fitted(value, sqliteValue(value, 'any', refuse), compared[at]!, refuse),
      )
      asking(() => open.prepare(removal.sql).run(...params))
    }
  }
  for await (const batch of batches) {
    if (!isPrepared) prepare(batch)
    guard?.(batch, rows)
    inserter ??= new RowInserter(open, names, { ...to, explain, affinities: affinitiesOf(existing, names) })
    await inserter.insert(batch, rows)
    rows += batch.length
    to.onRows(rows)
  }
  if (!isPrepared) prepare([])
  return { rows, table: shownName(table), isCreated }
}

/** SQLite keeps days and instants as texts: what is one of them is looked for in each way in which it may be written. */
function partsOf(writing: Writing, row: Row | undefined): readonly Writing[] {
  if (writing.kind !== 'replaceWhere') return [writing]
  let parts: readonly ReplaceWhere[] = [{}]
  for (const [column, wanted] of Object.entries(writing.where)) {
    const forms = formsOf(wanted, row?.[column])
    parts = parts.flatMap((part) => forms.map((form) => ({ ...part, [column]: form })))
  }
  return parts.map((where) => ({ kind: 'replaceWhere', where }))
}

function formsOf(wanted: CellValue, cell: unknown): readonly CellValue[] {
  const instant = instantOf(wanted, cell)
  if (instant === undefined || Number.isNaN(instant.getTime())) return [wanted]
  const text = instant.toISOString()
  return text.endsWith(MIDNIGHT) ? [text, text.slice(0, -MIDNIGHT.length)] : [text]
}

const MIDNIGHT = 'T00:00:00.000Z'

/** Whose values are parameters: nulls are none. */
function comparedIn(where: ReplaceWhere): readonly string[] {
  return Object.keys(where).filter((column) => where[column] !== null)
}

function refuser(subject: Subject, row: number | undefined, column: string): Refuse {
  return (found, hint) => {
    throw unwritableRow(subject, { row, column }, found, hint)
  }
}

interface ExistingColumn {
  readonly name: string
  readonly affinity: Affinity
}

/** Columns of a table; none when it is not there. */
function columnsOf(open: DatabaseSync, table: TableName): readonly ExistingColumn[] {
  const [name, schema] = (typeof table === 'string' ? [table] : table).toReversed()
  const sql = `select name, type from pragma_table_info(?${schema === undefined ? '' : ', ?'})`
  const rows = open.prepare(sql).all(...(schema === undefined ? [name!] : [name!, schema]))
  return rows.map((row) => ({ name: String(row['name']), affinity: affinityOf(String(row['type'])) }))
}

function affinitiesOf(existing: readonly ExistingColumn[], names: readonly string[]): readonly Affinity[] {
  const known = new Map(existing.map(({ name, affinity }) => [name.toLowerCase(), affinity]))
  return names.map((name) => known.get(name.toLowerCase()) ?? 'none')
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
  columns.push(...primaryKey(writing))
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

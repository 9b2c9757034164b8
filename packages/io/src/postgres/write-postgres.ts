// A table into PostgreSQL, in one transaction, by COPY.

import type { ClientBase } from 'pg'
import type { Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { newColumns } from '../databases/column-kinds.ts'
import type { Refuse } from '../databases/json-text.ts'
import { assertColumns, unwritableRow } from '../databases/subject.ts'
import { qualifiedName, quoted, shownName, type TableName } from '../databases/table-name.ts'
import {
  type CellValue,
  deletion,
  instantOf,
  onConflict,
  partGuard,
  primaryKey,
  type ReplaceWhere,
  type Writing,
  type WrittenTable,
} from '../databases/write-mode.ts'
import type { RowsToWrite } from '../tables/write-table.ts'
import { copyIn, type CopyIn } from './copy-in.ts'
import { copyField, POSTGRES_TYPES, type TargetKind } from './copy-text.ts'
import { postgresFailure, type PostgresSubject } from './postgres-failure.ts'

export interface PostgresWrite extends PostgresSubject {
  readonly target: TableName
  readonly writing: Writing
  readonly schema: TableSchema | undefined
  readonly signal: AbortSignal
  readonly onRows: (rows: number) => void
}

/** Others see the old table until all is written, and for ever if it is not. */
export async function writePostgres(client: ClientBase, rows: RowsToWrite, to: PostgresWrite): Promise<WrittenTable> {
  try {
    await client.query('begin')
    const written = await fill(client, rows, to)
    to.signal.throwIfAborted()
    await client.query('commit')
    return written
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    to.signal.throwIfAborted()
    throw postgresFailure(cause, to)
  }
}

async function fill(client: ClientBase, { names, batches }: RowsToWrite, to: PostgresWrite): Promise<WrittenTable> {
  const { target, writing } = to
  const table = shownName(target)
  const guard = partGuard(writing, to)
  const iterator = batches[Symbol.asyncIterator]()
  const first = await iterator.next()
  const firstRows = first.done === true ? [] : first.value
  const { columns, isCreated } = await preparedTable(client, names, firstRows, to)
  if (columns.size === 0) return { rows: 0, table, isCreated }
  assertColumns(table, names, [...columns.keys()])
  to.signal.throwIfAborted()
  await makeRoom(client, firstRows[0], to)
  if (names.length === 0) return { rows: 0, table, isCreated }

  const list = names.map((name) => quoted(name)).join(', ')
  const isUpsert = writing.kind === 'upsert'
  if (isUpsert) {
    const shape = `select ${list} from ${qualifiedName(target)} with no data`
    await client.query(`create temporary table throughline_rows on commit drop as ${shape}`)
  }
  const into = isUpsert ? 'pg_temp.throughline_rows' : qualifiedName(target)
  const copy = await copyIn(client, `copy ${into} (${list}) from stdin`)
  let rows = 0
  try {
    const lines = new LineWriter(
      copy,
      names,
      names.map((name) => columns.get(name)!),
      to,
    )
    for (let step = first; step.done !== true; step = await iterator.next()) {
      to.signal.throwIfAborted()
      guard?.(step.value, rows)
      await lines.add(step.value, rows)
      rows += step.value.length
      to.onRows(rows)
    }
    await lines.end()
  } catch (cause) {
    await copy.fail()
    throw cause
  }
  to.signal.throwIfAborted()
  if (isUpsert) {
    const insert = `insert into ${qualifiedName(target)} (${list}) select ${list} from pg_temp.throughline_rows`
    await client.query(`${insert}${onConflict(names, writing)}`)
    await client.query('drop table pg_temp.throughline_rows')
  }
  return { rows, table, isCreated }
}

type Targets = ReadonlyMap<string, TargetKind>

/** The columns of the table; it is created when it is not there and there is something to say of it. */
async function preparedTable(
  client: ClientBase,
  names: readonly string[],
  first: readonly Row[],
  to: PostgresWrite,
): Promise<{ columns: Targets; isCreated: boolean }> {
  const columns = await columnsOf(client, to.target)
  if (columns.size > 0 || names.length === 0) return { columns, isCreated: false }
  // Somebody else may be about to create it as well.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [qualifiedName(to.target)])
  const meanwhile = await columnsOf(client, to.target)
  if (meanwhile.size > 0) return { columns: meanwhile, isCreated: false }
  await client.query(creation(names, first, to))
  return { columns: await columnsOf(client, to.target), isCreated: true }
}

async function columnsOf(client: ClientBase, target: TableName): Promise<Targets> {
  const { rows } = await client.query<{ name: string; kind: TargetKind }>(COLUMNS, [qualifiedName(target)])
  return new Map(rows.map(({ name, kind }) => [name, kind]))
}

const COLUMNS = `
  select a.attname as name, case when t.typcategory = 'A' then 'array' when b.typname in ('json', 'jsonb') then 'json' else 'other' end as kind
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_type t on t.oid = a.atttypid
  join pg_catalog.pg_type b on b.oid = case when t.typbasetype = 0 then t.oid else t.typbasetype end
  where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
  order by a.attnum`

function creation(names: readonly string[], first: readonly Row[], { target, schema, writing }: PostgresWrite): string {
  const columns = newColumns(names, schema, first).map(
    ({ name, kind, isNullable }) => `${quoted(name)} ${POSTGRES_TYPES[kind]}${isNullable ? '' : ' not null'}`,
  )
  columns.push(...primaryKey(writing))
  return `create table ${qualifiedName(target)} (${columns.join(', ')})`
}

/** Two writers that replace the same would each leave the rows of the other: one waits. Readers do not. */
async function makeRoom(client: ClientBase, row: Row | undefined, { target, ...to }: PostgresWrite): Promise<void> {
  const writing = withInstants(to.writing, row)
  if (writing.kind === 'replace') {
    await client.query(`lock table ${qualifiedName(target)} in share row exclusive mode`)
  } else if (writing.kind === 'replaceWhere') {
    const part = JSON.stringify([
      qualifiedName(target),
      Object.entries(writing.where).map(([name, value]) => [name, parameterOf(value)]),
    ])
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [part])
  }
  const removal = deletion(target, writing, (index) => `$${index}`)
  if (removal) await client.query(removal.sql, removal.params.map(parameterOf))
}

/** A text without an offset is of the time zone of the session; rows that are instants are not. */
function withInstants(writing: Writing, row: Row | undefined): Writing {
  if (writing.kind !== 'replaceWhere') return writing
  const where = Object.entries(writing.where).map(([name, value]) => [name, instantOf(value, row?.[name]) ?? value])
  return { kind: 'replaceWhere', where: Object.fromEntries(where) as ReplaceWhere }
}

function parameterOf(value: CellValue): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? String(value) : value
}

const CHUNK_CHARACTERS = 1 << 16

/** Gathers lines to pieces of some size. */
class LineWriter {
  readonly #copy: CopyIn
  readonly #names: readonly string[]
  readonly #targets: readonly TargetKind[]
  readonly #to: PostgresWrite
  readonly #isRisky: readonly boolean[]
  #text = ''
  #row = 0
  #column = ''
  readonly #refuse: Refuse = (found, hint) => {
    throw unwritableRow(this.#to, { row: this.#row, column: this.#column }, found, hint)
  }

  constructor(copy: CopyIn, names: readonly string[], targets: readonly TargetKind[], to: PostgresWrite) {
    this.#copy = copy
    this.#names = names
    this.#targets = targets
    this.#to = to
    // Objects inherit something of this name, which is no value of theirs.
    this.#isRisky = names.map((name) => name in Object.prototype)
  }

  async add(rows: readonly Row[], from: number): Promise<void> {
    const names = this.#names
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      this.#row = from + index + 1
      let line = ''
      for (let at = 0; at < names.length; at++) {
        const name = (this.#column = names[at]!)
        const value = this.#isRisky[at] && !Object.hasOwn(row, name) ? null : row[name]
        const field = copyField(value, this.#targets[at]!, this.#refuse)
        line += at === 0 ? field : `\t${field}`
      }
      this.#text += `${line}\n`
      if (this.#text.length >= CHUNK_CHARACTERS) await this.#flush()
    }
  }

  async end(): Promise<void> {
    await this.#flush()
    await this.#copy.end()
  }

  async #flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    if (text !== '') await this.#copy.write(Buffer.from(text))
    this.#to.signal.throwIfAborted()
  }
}

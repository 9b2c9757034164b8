// Rows out of PostgreSQL by a cursor, some at a time, all of one moment.

import type { ClientBase, FieldDef, QueryConfig } from 'pg'
import type { Column, Row, TimestampColumn } from '../columns/column.ts'
import { ThroughlineError } from 'throughline'
import { createColumnsBuilder } from '../columns/index.ts'
import type { ColumnDeclaration, TableSchema } from '../columns/table-schema.ts'
import { GrowingBits } from '../columns/valid-bits.ts'
import { oneAtATime } from '../databases/connection-queue.ts'
import { distinctNames } from '../databases/distinct-names.ts'
import type { Subject } from '../databases/subject.ts'
import { ioIssue } from '../issues.ts'
import type { Batch } from '../tables/batch.ts'
import { typeOf } from '../tables/element-reader.ts'
import { badOption } from '../tables/table-form.ts'
import { isSharedClient, openSession, type PostgresConnection } from './connection.ts'
import { parameter } from './copy-text.ts'
import type { ImportPackage } from './load-pg.ts'
import { postgresFailure, type PostgresSubject } from './postgres-failure.ts'
import { columnParser, isInstant, microsecondsOf, postgresType } from './postgres-parsers.ts'

export interface PostgresQuery extends PostgresSubject {
  readonly connection: PostgresConnection
  readonly sql: string
  readonly params: readonly unknown[]
  readonly schema: TableSchema | undefined
  /** Batches of columns, typed as the database says. */
  readonly asColumns: boolean
  readonly signal: AbortSignal
  readonly importPackage?: ImportPackage | undefined
}

const BATCH_ROWS = 5000
const CURSOR = 'throughline_cursor'

/**
 * Connected when the first row is asked for; the connection is given back after the last one, or when nobody asks. Of a
 * client all is read before anything is given: others wait for it.
 */
export async function* readPostgres(query: PostgresQuery): AsyncGenerator<Batch, void, undefined> {
  const { connection } = query
  if (isSharedClient(connection)) yield* await oneAtATime(connection, () => allOf(streamed(query)))
  else yield* streamed(query)
}

async function allOf(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

async function* streamed(query: PostgresQuery): AsyncGenerator<Batch, void, undefined> {
  const { connection, signal } = query
  const session = await openSession(connection, query)
  let failure: unknown
  try {
    yield* batchesOf(session.client, query)
  } catch (cause) {
    failure = cause ?? new Error('unknown')
    signal.throwIfAborted()
    throw postgresFailure(cause, query)
  } finally {
    // Left early as well: what is open ends with the transaction.
    await session.client.query('rollback').catch((cause: unknown) => (failure ??= cause))
    await session.close(failure)
  }
}

async function* batchesOf(client: ClientBase, query: PostgresQuery): AsyncGenerator<Batch, void, undefined> {
  const { sql, params, asColumns, signal } = query
  const values = params.map((value, at) => parameter(value, (found) => refuseParameter(at, found)))
  await client.query('begin transaction isolation level repeatable read, read only')
  signal.throwIfAborted()
  await client.query("set local datestyle = 'ISO'; set local bytea_output = 'hex'; set local extra_float_digits = 1")
  signal.throwIfAborted()
  // By itself, so that a second statement within the text is refused.
  const text = `declare ${CURSOR} no scroll cursor for ${withoutEnd(sql)}`
  await client.query({ text, values, queryMode: 'extended' } as QueryConfig)
  const fetch = { text: `fetch ${BATCH_ROWS} from ${CURSOR}`, types: asColumns ? AS_ELEMENTS : AS_VALUES }
  const { rows, fields } = await client.query<unknown[]>({ ...fetch, rowMode: 'array' })
  signal.throwIfAborted()
  const reader = new RowReader(fields, query)
  yield reader.batch(rows, asColumns)
  let count = rows.length
  while (count === BATCH_ROWS) {
    signal.throwIfAborted()
    // Records are made by the client itself where its way is safe: half of the garbage.
    if (!asColumns && reader.mayBeRecords) {
      const { rows } = await client.query<Row>(fetch)
      signal.throwIfAborted()
      count = rows.length
      if (count > 0) yield { rows }
    } else {
      const { rows } = await client.query<unknown[]>({ ...fetch, rowMode: 'array' })
      signal.throwIfAborted()
      count = rows.length
      if (count > 0) yield reader.batch(rows, asColumns)
    }
  }
}

function refuseParameter(at: number, found: string): never {
  throw badOption('postgresQuery', `params[${at}]`, found, 'what PostgreSQL can hold')
}

/** A comment at its end would swallow what follows, were anything to follow. */
function withoutEnd(sql: string): string {
  return sql.replace(/[;\s]+$/, '')
}

/** Read by us alone: what others have said of types in this process does not count here. */
const AS_VALUES = { getTypeParser: (oid: number) => postgresType(oid).parse } as never
const AS_ELEMENTS = { getTypeParser: columnParser } as never

class RowReader {
  /** No name means something to every object, and no value has to change. */
  readonly mayBeRecords: boolean
  readonly #names: readonly string[]
  /** Of columns that are exact decimals, and declared as numbers. */
  readonly #decimals: readonly number[]
  readonly #instants: readonly number[]
  readonly #schema: TableSchema
  readonly #subject: Subject
  #rows = 0

  constructor(fields: readonly FieldDef[], query: PostgresQuery) {
    this.#subject = query
    this.#names = distinctNames(
      fields.map(({ name }) => name),
      query,
    )
    const { schema } = query
    this.#schema = Object.fromEntries(
      fields.map(({ name, dataTypeID }): [string, ColumnDeclaration] => [name, postgresType(dataTypeID).declared]),
    )
    this.#decimals = fields.flatMap(({ name, dataTypeID }, index) => {
      const declared = schema && Object.hasOwn(schema, name) ? typeOf(schema[name]!) : undefined
      return declared === 'float64' && dataTypeID === NUMERIC ? [index] : []
    })
    this.#instants = fields.flatMap(({ dataTypeID }, index) => (isInstant(dataTypeID) ? [index] : []))
    this.mayBeRecords = this.#decimals.length === 0 && this.#names.every((name) => !(name in Object.prototype))
  }

  batch(rows: unknown[][], asColumns: boolean): Batch {
    for (const at of this.#decimals) for (const row of rows) if (row[at] !== null) row[at] = Number(row[at])
    const names = this.#names
    if (!asColumns) return { names, tuples: rows }
    const schema = Object.fromEntries(
      names.map((name, at): [string, ColumnDeclaration] => [
        name,
        this.#decimals.includes(at) ? 'float64?' : this.#schema[name]!,
      ]),
    )
    const before = this.#rows
    this.#rows += rows.length
    const refuse: Refuse = ({ row, column }, found) => {
      const hint = 'read it as text:  select "..."::text'
      const { name, type } = this.#subject
      const place = { row: before + row, column }
      return new ThroughlineError([ioIssue('io/malformed', { name, type, place, found, hint })])
    }
    const builder = createColumnsBuilder(schema, { refuse })
    const columns = names.map((name, at): [string, Column] => {
      const values = rows.map((row) => row[at])
      return [name, this.#instants.includes(at) ? instantsIn(values as (string | null)[], name, refuse) : values]
    })
    builder.add(Object.fromEntries(columns))
    return { columns: builder.finish() }
  }
}

type Refuse = (place: { readonly row: number; readonly column: string }, found: string) => Error

function instantsIn(texts: readonly (string | null)[], column: string, refuse: Refuse): TimestampColumn {
  const values = new BigInt64Array(texts.length)
  const bits = new GrowingBits()
  for (const [index, text] of texts.entries()) {
    bits.push(text !== null)
    if (text === null) continue
    const microseconds = microsecondsOf(text)
    if (microseconds === undefined) throw refuse({ row: index + 1, column }, `${JSON.stringify(text)} is no timestamp`)
    values[index] = microseconds
  }
  const valid = bits.finish()
  return { type: 'Timestamp', unit: 'us', length: values.length, values, ...(valid && { valid }) }
}

const NUMERIC = 1700

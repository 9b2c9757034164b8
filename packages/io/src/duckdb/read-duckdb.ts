// Columns out of DuckDB: at once, or some ten thousand rows at a time.

import type { DuckDBResult, DuckDBValue } from '@duckdb/node-api'
import { oneAtATime } from '../databases/connection-queue.ts'
import type { Subject } from '../databases/subject.ts'
import type { Columns } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import type { Batch } from '../tables/batch.ts'
import { isStreaming, type TableForm } from '../tables/table-form.ts'
import { columnBatchesFromDuckdb, columnsFromDuckdb } from './columns-from-duckdb.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { loadDuckdb, type DuckdbApi, type ImportPackage } from './load-duckdb.ts'
import { openSession, shownDatabase, type DuckdbDatabase, type DuckdbSession } from './open-instance.ts'

/** Values of a query: by position, or by name. */
export type DuckdbParams = readonly DuckdbParam[] | Readonly<Record<string, DuckdbParam>>
/** Dates and bytes besides what the library takes. */
export type DuckdbParam = DuckDBValue | Date | Uint8Array

export interface DuckdbQuery extends Subject {
  readonly database: DuckdbDatabase
  readonly sql: string
  readonly params: DuckdbParams
  readonly schema: TableSchema | undefined
  /** Columns are read in one batch, so that nothing is copied twice; a stream in small ones. */
  readonly form: TableForm
  readonly busyTimeoutMs: number
  readonly signal: AbortSignal
  readonly importPackage?: ImportPackage | undefined
}

const STREAM_ROWS = 2048

/** Opened when the first rows are asked for, closed after the last ones or when nobody asks any more. */
export async function* readDuckdb(query: DuckdbQuery): AsyncGenerator<Batch, void, undefined> {
  const { database, signal } = query
  const session = await openSession(database, { ...query, access: isStreaming(query.form) ? 'stream' : 'read' })
  const stream: { unfinished?: DuckDBResult | undefined } = {}
  try {
    for await (const columns of columnsOf(session, query, stream)) yield { columns }
  } catch (cause) {
    signal.throwIfAborted()
    const name = cause instanceof Error && /Table with name/.test(cause.message) ? shownDatabase(database) : query.name
    throw duckdbFailure(cause, { name })
  } finally {
    // Another query ends what is left of this one.
    if (stream.unfinished && !session.isShared) await session.connection.run('select 1').catch(() => {})
    session.close(stream.unfinished)
  }
}

async function* columnsOf(
  { connection, isShared }: DuckdbSession,
  query: DuckdbQuery,
  stream: { unfinished?: DuckDBResult | undefined },
): AsyncGenerator<Columns, void, undefined> {
  const { sql, schema, signal, form } = query
  const { api } = await loadDuckdb()
  const params = boundValues(query.params, api)
  const options = { columns: schema, signal, ...(form === 'stream' && { batchRows: STREAM_ROWS }) }
  if (form === 'columns') {
    const result = await oneAtATime(connection, () => connection.run(sql, params))
    return yield await columnsFromDuckdb(result, options)
  }
  // Whoever asks something else on this connection would end a stream.
  if (isShared) {
    const result = await oneAtATime(connection, () => connection.run(sql, params))
    return yield* columnBatchesFromDuckdb(result, options)
  }
  const result = await connection.stream(sql, params)
  stream.unfinished = result
  yield* columnBatchesFromDuckdb(result, options)
  stream.unfinished = undefined
}

function boundValues(params: DuckdbParams, api: DuckdbApi): DuckDBValue[] | Record<string, DuckDBValue> {
  if (isList(params)) return params.map((value) => toDuckdbValue(value, api))
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, toDuckdbValue(value, api)]))
}

function isList(params: DuckdbParams): params is readonly DuckdbParam[] {
  return Array.isArray(params)
}

/** Of a value of a condition or a parameter. */
export function toDuckdbValue(value: DuckdbParam, api: DuckdbApi): DuckDBValue {
  if (value instanceof Date) return new api.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n)
  return value instanceof Uint8Array ? new api.DuckDBBlobValue(value) : value
}

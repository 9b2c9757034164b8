// Results of DuckDB as columns: whole vectors are copied, nothing is converted value by value that need not be.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DuckDBDataChunk, DuckDBMaterializedResult, DuckDBResult } from '@duckdb/node-api'
import type { Column, Columns } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { distinctNames } from '../databases/distinct-names.ts'
import { collectorFor, type ColumnCollector } from './column-collectors.ts'
import { loadDuckdb, type Duckdb } from './load-duckdb.ts'

export interface FromDuckdbOptions {
  /** What is known of the columns; a decimal declared as `float64` becomes numbers. The types are not enforced here. */
  readonly columns?: TableSchema | undefined
  readonly signal?: AbortSignal | undefined
  /** Called now and then with how many rows there are so far. */
  readonly onRows?: ((rows: number) => void) | undefined
}

/**
 * Takes all that is left of a result. Numbers are typed arrays, texts and enums are codes into a dictionary, what is
 * missing is said by bits; a decimal is a number when it has up to 15 digits and else a text; what is wider than 64 bits is
 * `bigint`; lists, structs and maps are plain data.
 *
 * @complexity one copy of numbers, one look into a table for each text
 * @throws {io/malformed} when two columns of the result have one name
 * @example
 * const result = await connection.run('select origin, avg(delay) as delay from flights group by origin')
 * const { origin, delay } = await columnsFromDuckdb(result)
 */
export async function columnsFromDuckdb(result: DuckDBResult, options: FromDuckdbOptions = {}): Promise<Columns> {
  const duckdb = await loadDuckdb()
  const rows = 'rowCount' in result ? (result as DuckDBMaterializedResult).rowCount : undefined
  const collect = new ChunkCollector(duckdb, result, options.columns, rows ?? 0)
  for await (const chunk of chunksOf(result, options)) {
    collect.add(chunk)
    options.onRows?.(collect.rows)
  }
  return collect.finish()
}

const BATCH_ROWS = 64 * 1024

export interface BatchOptions extends FromDuckdbOptions {
  /** At most, and at least 2048. @defaultValue 65536 */
  readonly batchRows?: number
}

/**
 * The same, some rows at a time.
 *
 * @throws {io/malformed}
 */
export async function* columnBatchesFromDuckdb(
  result: DuckDBResult,
  options: BatchOptions = {},
): AsyncGenerator<Columns, void, undefined> {
  const duckdb = await loadDuckdb()
  const { batchRows = BATCH_ROWS } = options
  const next = (): ChunkCollector => new ChunkCollector(duckdb, result, options.columns, batchRows)
  let collect = next()
  let done = 0
  for await (const chunk of chunksOf(result, options)) {
    collect.add(chunk)
    if (collect.rows + chunk.rowCount <= batchRows) continue
    yield collect.finish()
    done += collect.rows
    options.onRows?.(done)
    collect = next()
  }
  if (collect.rows > 0 || done === 0) yield collect.finish()
}

/** A turn of the event loop at least so often: a result that is there already is read without waiting. */
const CHUNKS_A_TURN = 64

async function* chunksOf(result: DuckDBResult, { signal }: FromDuckdbOptions): AsyncGenerator<DuckDBDataChunk> {
  signal?.throwIfAborted()
  if (!('getChunk' in result)) {
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      signal?.throwIfAborted()
      yield chunk
    }
    return
  }
  const whole = result as DuckDBMaterializedResult
  const { chunkCount } = whole
  for (let index = 0; index < chunkCount; index++) {
    if (index % CHUNKS_A_TURN === CHUNKS_A_TURN - 1) {
      await nextTurn()
      signal?.throwIfAborted()
    }
    yield whole.getChunk(index)
  }
}

class ChunkCollector {
  rows = 0
  readonly #names: readonly string[]
  readonly #columns: readonly ColumnCollector[]
  /** Its memory is read while nothing else in JavaScript holds it. */
  #chunk: DuckDBDataChunk | undefined

  constructor(duckdb: Duckdb, result: DuckDBResult, schema: TableSchema | undefined, expectedRows: number) {
    this.#names = distinctNames(result.columnNames(), { name: 'the result of a query', type: 'SQL table' })
    this.#columns = result.columnTypes().map((type, index) => {
      const name = this.#names[index]!
      const declared = schema && Object.hasOwn(schema, name) ? schema[name] : undefined
      return collectorFor(type, declared, { duckdb, index, expectedRows })
    })
  }

  add(chunk: DuckDBDataChunk): void {
    this.#chunk = chunk
    const count = chunk.rowCount
    for (const column of this.#columns) column.add(chunk, count)
    this.rows += this.#chunk.rowCount
    this.#chunk = undefined
  }

  finish(): Columns {
    return Object.fromEntries(
      this.#columns.map((column, index): [string, Column] => [this.#names[index]!, column.finish()]),
    )
  }
}

// Tables in the memory of JavaScript, as a table function of DuckDB reads them: vector by vector, the columns that a
// statement uses, without a copy as a table of the database.

import { randomInt } from 'node:crypto'
import type {
  DuckDBDataChunk,
  DuckDBTableFunction,
  DuckDBTableFunctionBindInfo,
  DuckDBTableFunctionInfo,
  DuckDBTableFunctionInitInfo,
  DuckDBType,
} from '@duckdb/node-api'
import type { Duckdb } from '../duckdb/load-duckdb.ts'

/** A column as it is scanned. */
export interface InputColumn {
  readonly name: string
  readonly type: DuckDBType
  /** Fills a column of a chunk with the rows from `from` on. */
  write(chunk: DuckDBDataChunk, index: number, from: number, count: number): void
}

/** A table that is there for a statement. */
interface InputTable {
  readonly rows: number
  readonly columns: readonly InputColumn[]
  readonly signal: AbortSignal
  /** How many may read it at a time. */
  readonly threads: number
}

export interface InputScans {
  readonly tableFunction: DuckDBTableFunction
  /** The call that stands for a table in SQL, until it is removed. */
  add(table: InputTable): { readonly call: string; readonly failure: () => unknown; remove(): void }
}

const NAME = 'throughline_input'
/** The most that a vector of DuckDB holds. */
const VECTOR_ROWS = 2048

interface Kept {
  readonly table: InputTable
  /** What went wrong while it was read; DuckDB only knows a text of it. */
  failure?: unknown
}

interface Scan {
  readonly kept: Kept
  readonly columns: readonly InputColumn[]
  next: number
}

/** The function for one database: it is there as long as that, so that it must not hold the tables itself. */
export function createInputScans({ api }: Duckdb): InputScans {
  const tables = new Map<number, Kept>()
  const keptOf = (id: unknown): Kept => {
    const kept = tables.get(Number(id))
    if (!kept) throw new Error('there is no such input')
    return kept
  }

  const bindFunction = guarded((info: DuckDBTableFunctionBindInfo) => {
    const id = info.getParameter(0)
    const { table } = keptOf(id)
    for (const { name, type } of table.columns) info.addResultColumn(name, type)
    info.setCardinality(table.rows, true)
    info.setBindData({ id })
  })

  const initFunction = guarded((info: DuckDBTableFunctionInitInfo) => {
    const kept = keptOf((info.bindData as { id: unknown }).id)
    // Beyond the last column there is that of row numbers, which stands for none when only rows are counted.
    const columns = info.getColumnIndexes().map((index) => kept.table.columns[index] ?? NOTHING)
    const scan: Scan = { kept, columns, next: 0 }
    info.setInitData(scan)
    // With one, rows come one after the other, and sums of floats keep their last digits.
    info.setMaxThreads(kept.table.threads)
  })

  const mainFunction = (info: DuckDBTableFunctionInfo, output: DuckDBDataChunk): void => {
    const scan = info.initData as Scan
    const { table } = scan.kept
    try {
      table.signal.throwIfAborted()
      const count = Math.min(VECTOR_ROWS, table.rows - scan.next)
      output.rowCount = count
      for (let index = 0; index < scan.columns.length && count > 0; index++) {
        scan.columns[index]!.write(output, index, scan.next, count)
      }
      scan.next += count
    } catch (error) {
      scan.kept.failure = error
      info.setError('an input cannot be read')
    }
  }

  const tableFunction = api.DuckDBTableFunction.create({
    name: NAME,
    bindFunction,
    initFunction,
    mainFunction,
    parameterTypes: [api.BIGINT],
    supportsProjectionPushdown: true,
  })
  return {
    tableFunction,
    add: (table) => {
      const kept: Kept = { table }
      let id = randomInt(2 ** 48 - 1)
      while (tables.has(id)) id++
      tables.set(id, kept)
      return { call: `${NAME}(${id})`, failure: () => kept.failure, remove: () => void tables.delete(id) }
    },
  }
}

const NOTHING: InputColumn = { name: '', type: undefined as never, write: () => {} }

/** What a callback throws would end the process. */
function guarded<Info extends { setError(error: string): void }>(callback: (info: Info) => void): (info: Info) => void {
  return (info) => {
    try {
      callback(info)
    } catch (error) {
      info.setError(String(error))
    }
  }
}

// DuckDB, by its own package: chunks of typed arrays, and its appender.

import { duckdbTable } from '@throughline/io/duckdb'
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api'
import type { FormatBench } from './format-bench.ts'
import { joined } from './joined.ts'

const chunkRows = 2048

async function connected<Value>(path: string, work: (connection: DuckDBConnection) => Promise<Value>): Promise<Value> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export const duckdb: FormatBench = {
  form: 'columns',
  library: {
    read: (path) =>
      connected(path, async (connection) => {
        const result = await connection.stream('select * from flights')
        const names = result.columnNames()
        const parts = names.map((): ArrayLike<unknown>[] => [])
        for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
          for (const [index, part] of parts.entries()) part.push(chunk.getColumnValues(index))
        return Object.fromEntries(names.map((name, index) => [name, joined(parts[index]!)]))
      }),
    write: (path, { rows, columns: { id, delay, distance, origin, tail } }) =>
      connected(path, async (connection) => {
        await connection.run(
          'create table flights (id integer, delay double, distance integer, origin varchar, tail varchar)',
        )
        const appender = await connection.createAppender('flights')
        const columns = [Array.from(id), delay, Array.from(distance), origin, tail]
        const types = [INTEGER, DOUBLE, INTEGER, VARCHAR, VARCHAR]
        for (let start = 0; start < rows.length; start += chunkRows) {
          const end = Math.min(start + chunkRows, rows.length)
          const chunk = DuckDBDataChunk.create(types, end - start)
          chunk.setColumns(columns.map((column) => column.slice(start, end)))
          appender.appendDataChunk(chunk)
        }
        appender.closeSync()
      }),
  },
  source: (path) => duckdbTable(path, 'flights'),
  sink: (path) => duckdbTable(path, 'flights'),
  stream: {
    form: 'batches',
    source: (path) => duckdbTable(path, 'flights', { as: 'batches' }),
    sink: (path) => duckdbTable(path, 'flights'),
  },
}

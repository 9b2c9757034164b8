// Tables of DuckDB.

import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { testFolder } from '../databases/fixtures/places.ts'
import { describeTables } from '../databases/fixtures/table-suite.ts'
import { duckdbTable } from './index.ts'

const folder = testFolder()
const path = join(folder, 'suite.duckdb')

describeTables('a file of DuckDB', async () => ({
  table: (name, options) => duckdbTable(path, name, options) as never,
  run: async (sql) => {
    const instance = await DuckDBInstance.create(path)
    const connection = await instance.connect()
    await connection.run(sql)
    connection.closeSync()
    instance.closeSync()
  },
  hasNaN: true,
  hasNul: true,
  hasNegativeZero: true,
}))

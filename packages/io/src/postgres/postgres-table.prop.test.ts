// Tables of PostgreSQL.

import { randomBytes } from 'node:crypto'
import { Pool } from 'pg'
import { afterAll } from 'vitest'
import { describeTables } from '../databases/fixtures/table-suite.ts'
import { postgresTable } from './index.ts'
import { postgresUrl } from '../databases/fixtures/places.ts'

const schema = `io_${randomBytes(6).toString('hex')}`
let pool: Pool | undefined

describeTables('PostgreSQL', async () => {
  const url = await postgresUrl()
  pool = new Pool({ connectionString: url, options: `-c search_path=${schema}`, max: 4 })
  await pool.query(`create schema ${schema}`)
  return {
    table: (name, options) => postgresTable(pool!, name, options) as never,
    run: async (sql) => void (await pool!.query(sql)),
    hasNaN: true,
    hasNul: false,
    hasNegativeZero: true,
  }
})

afterAll(async () => {
  await pool?.query(`drop schema if exists ${schema} cascade`)
  await pool?.end()
})

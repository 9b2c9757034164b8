// Tables of SQLite.

import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { testFolder } from '../databases/fixtures/places.ts'
import { describeTables } from '../databases/fixtures/table-suite.ts'
import { sqliteTable } from './index.ts'

const folder = testFolder()
const path = join(folder, 'suite.db')

describeTables('a file of SQLite', async () => ({
  table: (name, options) => sqliteTable(path, name, options) as never,
  run: async (sql) => {
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
  },
  hasNaN: false,
  hasNul: true,
  hasNegativeZero: false,
}))

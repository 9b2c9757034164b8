// SQLite, by `node:sqlite` with a prepared statement.

import { DatabaseSync } from 'node:sqlite'
import { sqliteTable } from '@throughline/io/sqlite'
import type { FormatBench } from './format-bench.ts'
import { schema } from './table.ts'

const names = Object.keys(schema)

export const sqlite: FormatBench = {
  form: 'rows',
  library: {
    async read(path) {
      const database = new DatabaseSync(path)
      try {
        return database.prepare('select * from flights').all()
      } finally {
        database.close()
      }
    },
    async write(path, { rows }) {
      const database = new DatabaseSync(path)
      try {
        database.exec('pragma journal_mode = wal')
        database.exec('create table flights (id integer, delay real, distance integer, origin text, tail text)')
        const insert = database.prepare(`insert into flights values (${names.map(() => '?').join(', ')})`)
        database.exec('begin')
        for (const { id, delay, distance, origin, tail } of rows) insert.run(id, delay, distance, origin, tail)
        database.exec('commit')
      } finally {
        database.close()
      }
    },
  },
  source: (path) => sqliteTable(path, 'flights'),
  sink: (path) => sqliteTable(path, 'flights', { columns: schema }),
  stream: {
    form: 'rows',
    source: (path) => sqliteTable(path, 'flights', { as: 'stream' }),
    sink: (path) => sqliteTable(path, 'flights', { columns: schema }),
  },
}

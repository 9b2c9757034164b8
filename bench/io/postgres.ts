// PostgreSQL, by pg: one query, and inserts of ten thousand rows in one transaction. The place is its address.

import { postgresTable } from '@throughline/io/postgres'
import { Client } from 'pg'
import type { FormatBench } from './format-bench.ts'
import { schema, type Flight } from './table.ts'

const batchRows = 10_000

async function connected<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export const postgres: FormatBench = {
  form: 'rows',
  library: {
    read: (url) => connected(url, async (client) => (await client.query<Flight>('select * from flights')).rows),
    write: (url, { rows }) =>
      connected(url, async (client) => {
        await client.query('drop table if exists flights')
        await client.query(
          'create table flights (id integer, delay double precision, distance integer, origin text, tail text)',
        )
        await client.query('begin')
        for (let start = 0; start < rows.length; start += batchRows) {
          const batch = rows.slice(start, start + batchRows)
          await client.query(
            'insert into flights select * from unnest($1::integer[], $2::double precision[], $3::integer[], $4::text[], $5::text[])',
            Object.keys(schema).map((name) => batch.map((row) => row[name as keyof Flight])),
          )
        }
        await client.query('commit')
      }),
  },
  source: (url) => postgresTable(url, 'flights'),
  sink: (url) => postgresTable(url, 'flights', { columns: schema }),
}

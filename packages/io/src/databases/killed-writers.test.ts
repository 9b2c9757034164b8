// Others see the old table while a process writes a new one, and also when it is killed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { hasIssue } from 'throughline'
import { expect, it, onTestFinished } from 'vitest'
import type { Sink, Source } from 'throughline/io'
import { duckdbTable } from '../duckdb/index.ts'
import { toldContext } from '../fixtures/contexts.ts'
import { postgresTable } from '../postgres/index.ts'
import { sqliteTable } from '../sqlite/index.ts'
import type { TableValue } from '../tables/batch.ts'
import { postgresUrl, testFolder } from './fixtures/places.ts'

const writer = join(import.meta.dirname, 'fixtures', 'slow-writer.ts')
const folder = testFolder()
const columns = { id: 'int32' } as const
const options = { as: 'rows', columns } as const
const TABLE = 'killed_writers'

type Table = Source<unknown> & Sink<TableValue, object>
type Opened = { readonly place: string; readonly table: Table }

const engines: Readonly<Record<string, () => Promise<Opened>>> = {
  sqlite: async () => {
    const place = join(folder, 'killed.db')
    return { place, table: sqliteTable(place, TABLE, options) }
  },
  duckdb: async () => {
    const place = join(folder, 'killed.duckdb')
    return { place, table: duckdbTable(place, TABLE, { ...options, busyTimeoutMs: 50 }) }
  },
  postgres: async () => {
    const place = await postgresUrl()
    onTestFinished(async () => {
      const client = new Client(place)
      await client.connect()
      await client.query(`drop table if exists ${TABLE}`)
      await client.end()
    })
    return { place, table: postgresTable(place, TABLE, options) }
  },
}

it.each(Object.entries(engines))('%s has the old table afterwards, and takes a new one', async (engine, open) => {
  const { place, table } = await open()
  await table.write([{ id: 1 }], toldContext())
  const flags = ['--conditions=@throughline/source', '--no-warnings']
  const child = spawn(process.execPath, [...flags, writer, engine, place, TABLE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  // One process at a time opens a file of DuckDB; of the others, readers do not wait.
  const meanwhile = Promise.resolve(table.read(toldContext()))
  if (engine === 'duckdb') await expect(meanwhile).rejects.toSatisfy((error) => hasIssue(error, 'io/locked'))
  else expect(await meanwhile).toEqual([{ id: 1 }])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await table.read(toldContext())).toEqual([{ id: 1 }])
  await table.write([{ id: 2 }], toldContext())
  expect(await table.read(toldContext())).toEqual([{ id: 2 }])
})

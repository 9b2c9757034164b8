// Others see the old table while a process writes a new one, and also when it is killed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { isThroughlineError } from 'throughline'
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
type Opened = {
  readonly place: string
  readonly table: Table
  /** Who reads while a large table is written has to wait. */
  readonly locksReaders?: boolean
}

const engines: Readonly<Record<string, () => Promise<Opened>>> = {
  sqlite: async () => {
    const place = join(folder, 'killed.db')
    return { place, table: sqliteTable(place, TABLE, { ...options, busyTimeoutMs: 50 }), locksReaders: true }
  },
  'sqlite in WAL mode': async () => {
    const place = join(folder, 'killed-wal.db')
    const open = new DatabaseSync(place)
    open.exec('pragma journal_mode = wal')
    open.close()
    return { place, table: sqliteTable(place, TABLE, options) }
  },
  duckdb: async () => {
    const place = join(folder, 'killed.duckdb')
    return { place, table: duckdbTable(place, TABLE, { ...options, busyTimeoutMs: 50 }), locksReaders: true }
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
  const { place, table, locksReaders = false } = await open()
  await table.write([{ id: 1 }], toldContext())
  const flags = ['--conditions=@throughline/source', '--no-warnings']
  const child = spawn(process.execPath, [...flags, writer, engine.split(' ', 1)[0]!, place, TABLE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const seen = await Promise.resolve(table.read(toldContext())).catch((error: unknown) => codeOf(error))
  expect(seen).toEqual(locksReaders ? 'io/locked' : [{ id: 1 }])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await table.read(toldContext())).toEqual([{ id: 1 }])
  await table.write([{ id: 2 }], toldContext())
  expect(await table.read(toldContext())).toEqual([{ id: 2 }])
})

function codeOf(error: unknown): string {
  return isThroughlineError(error) ? error.code : String(error)
}

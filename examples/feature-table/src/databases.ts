// The same store twice: in a file, and on a server if there is one.

import { postgresTable } from '@throughline/io/postgres'
import { sqliteTable } from '@throughline/io/sqlite'
import { Pool } from 'pg'
import { from, resource, subflow, when } from 'throughline'
import { featureSchema } from './features.ts'
import * as store from './store.ts'
import type { OpenTable, Written } from './store.ts'

const options = { as: 'columns', columns: featureSchema } as const

export const sqliteFeatures =
  ({ outDir = 'out' }: { outDir?: string }): OpenTable =>
  (writing) =>
    sqliteTable(`${outDir}/features.db`, 'features', { ...options, ...writing })

/** Connections that a run shares; the address, which has a password in it, stays in the environment. */
export const pool = when(
  { server: true },
  resource(() => new Pool({ connectionString: process.env['DATABASE_URL'] }), { dispose: (pool) => pool.end() }),
)

export const postgresFeatures = when(
  { server: true },
  ({ pool }: { pool: Pool }): OpenTable =>
    (writing) =>
      postgresTable(pool, 'features', { ...options, ...writing }),
)

const shared = ['features', 'year'] as const
export const sqlite = subflow(store, { inputs: { open: from('sqliteFeatures') }, shared })
export const postgres = when({ server: true }, subflow(store, { inputs: { open: from('postgresFeatures') }, shared }))

/** What a person reads: what was written, and how much of what is read back differs. */
export const report = ({
  'sqlite.days.saved': file,
  'sqlite.differences': fileDifferences,
  'postgres.days.saved': server = null,
  'postgres.differences': serverDifferences = 0,
}: {
  'sqlite.days.saved': Written
  'sqlite.differences': number
  'postgres.days.saved'?: Written | null
  'postgres.differences'?: number
}): { sqlite: string; postgres: string } => ({
  sqlite: told(file, fileDifferences),
  postgres: server ? told(server, serverDifferences) : 'not written: DATABASE_URL is not set',
})

const told = ({ rows }: Written, differences: number): string =>
  `${rows} days written, ${differences} of them read back otherwise`

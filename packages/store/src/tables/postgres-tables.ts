// A database of tables on a PostgreSQL server, in a schema of its own.

import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolConfig } from 'pg'
import { NewerTables } from '../database/migrate.ts'
import type { MigrationDialect, TableDatabase, TableMigration, TableTransaction } from './table-database.ts'
import { perform, type Work, type WorkPlace } from './work.ts'
import { keyOf, onConflict, type ColumnKind, type Table, type TableRow } from './table.ts'

export interface PostgresTablesOptions {
  readonly migrations: readonly TableMigration[]
  /** Where the tables are when the address does not say it. */
  readonly schema: string
  /** Told when an idle connection breaks; another one is made when it is needed. */
  readonly onLost?: (error: Error) => void
}

const migrationDialect: MigrationDialect = {
  name: 'postgres',
  text: 'text COLLATE "C"',
  integer: 'bigint',
  real: 'double precision',
  byKey: '',
  rowNumber: '',
  // Without a list of what is not yet in the index: every search would read it from end to end.
  searchable: (table) => `
    ALTER TABLE ${table} ADD COLUMN search tsvector
      GENERATED ALWAYS AS (array_to_tsvector(string_to_array(search_text, ' '))) STORED;
    CREATE INDEX ${table}_by_search ON ${table} USING gin (search) WITH (fastupdate = off);`,
  dropSearchable: (table) => `DROP TABLE IF EXISTS ${table};`,
}

/** A number for all locks of ours on one server; the schema is the second part. */
const lockClass = 0x544c

/**
 * Connects, and makes the schema and its tables when they are not there.
 *
 * @param url `postgres://user:password@host:port/database`, with `?schema=name` for another schema
 * @throws {NewerTables} when a newer program made the tables; nothing is touched
 * @throws what `pg` throws
 */
export async function openPostgresTables<Tables>(
  url: string,
  options: PostgresTablesOptions,
): Promise<TableDatabase<Tables>> {
  const { default: pg } = await import('pg')
  const address = new URL(url)
  const schema = address.searchParams.get('schema') ?? options.schema
  address.searchParams.delete('schema')
  const config: PoolConfig = {
    connectionString: address.href,
    max: 4,
    connectionTimeoutMillis: 10_000,
    application_name: 'throughline',
    allowExitOnIdle: true,
    types: {
      getTypeParser: (...[oid, format]: Parameters<typeof pg.types.getTypeParser>): unknown =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  }
  const pool: Pool = new pg.Pool(config)
  // Without it a server that goes away ends the process.
  pool.on('error', (error) => options.onLost?.(error))
  const query = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(`SET search_path TO ${quoted(schema)}`))
      },
    }),
  })
  const tables = new PostgresTables(query, schema)
  try {
    await tables.migrate(options.migrations)
  } catch (error) {
    await tables.close()
    throw error
  }
  return tables
}

class PostgresTables<Tables> implements TableDatabase<Tables> {
  readonly dialect = 'postgres'
  readonly query: Kysely<Tables>
  readonly #schema: string
  #isOpen = true

  constructor(query: Kysely<Tables>, schema: string) {
    this.query = query
    this.#schema = schema
  }

  async migrate(migrations: readonly TableMigration[]): Promise<void> {
    if ((await this.#version(this.query, migrations)) === migrations.length) return
    await this.query.transaction().execute(async (query) => {
      await this.#lock(query)
      const version = await this.#version(query, migrations)
      if (version === migrations.length) return
      if (version === 0) {
        await run(query, `CREATE SCHEMA IF NOT EXISTS ${quoted(this.#schema)}`)
        await run(query, 'CREATE TABLE table_version (version bigint NOT NULL)')
        await run(query, 'INSERT INTO table_version (version) VALUES (0)')
      }
      for (const step of migrations.slice(version)) await run(query, step(migrationDialect))
      await run(query, `UPDATE table_version SET version = ${migrations.length}`)
    })
  }

  transaction<Result>(call: (transaction: TableTransaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.query.transaction().execute(async (query) => {
      await this.#lock(query)
      return call({
        dialect: this.dialect,
        query,
        insertNew: async (table, rows) => {
          if (rows.length === 0) return []
          const end = `ON CONFLICT (${table.key.join(', ')}) DO NOTHING RETURNING ${table.key.join(', ')}`
          const isNew = new Set((await insert(query, table, rows, end)).map((row) => keyOf(table, row)))
          return rows.map((row) => isNew.has(keyOf(table, row)))
        },
        merge: async (table, rows) => {
          if (rows.length > 0) await insert(query, table, rows, onConflict(table))
        },
        change: async (statements) => {
          await run(query, statements(migrationDialect))
        },
      })
    })
  }

  perform<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Promise<Result> {
    return this.transaction((transaction) => perform(transaction, work(transaction)))
  }

  read<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Promise<Result> {
    return perform(reading(this.query), work(this))
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.query.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #version(query: Kysely<Tables>, migrations: readonly TableMigration[]): Promise<number> {
    const [there] = await run<{ found: string | null }>(query, 'SELECT to_regclass($1) AS found', [
      `${quoted(this.#schema)}.table_version`,
    ])
    if (!there?.found) return 0
    const [row] = await run<{ version: number }>(query, `SELECT version FROM ${quoted(this.#schema)}.table_version`)
    const version = row?.version ?? 0
    if (version > migrations.length) throw new NewerTables(version, migrations.length)
    return version
  }

  /** Of those who write to this schema one at a time: what a transaction makes of what it reads stays right. */
  async #lock(query: Kysely<Tables>): Promise<void> {
    await run(query, 'SELECT pg_advisory_xact_lock($1, hashtext($2))', [lockClass, this.#schema])
  }
}

function reading<Tables>(query: Kysely<Tables>): TableTransaction<Tables> {
  const refuse = (): never => {
    throw new Error('work that only reads wants to write')
  }
  return { dialect: 'postgres', query, insertNew: refuse, merge: refuse, change: refuse }
}

const arrayTypes: Readonly<Record<ColumnKind, string>> = { text: 'text[]', integer: 'bigint[]', real: 'float8[]' }

/** All rows in one statement, an array for each column. */
async function insert<Tables>(
  query: Kysely<Tables>,
  table: Table,
  rows: readonly TableRow[],
  end: string,
): Promise<readonly TableRow[]> {
  const columns = Object.entries(table.columns)
  const names = columns.map(([name]) => name).join(', ')
  const arrays = columns.map(([, kind], index) => `$${index + 1}::${arrayTypes[kind]}`).join(', ')
  const values = columns.map(([name]) => rows.map((row) => row[name] ?? null))
  return run(query, `INSERT INTO ${table.name} (${names}) SELECT * FROM unnest(${arrays}) ${end}`, values)
}

async function run<Row>(
  query: { executeQuery<Given>(compiled: CompiledQuery<Given>): Promise<{ rows: Given[] }> },
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await query.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

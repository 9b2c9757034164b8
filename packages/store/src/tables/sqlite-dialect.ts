// Kysely on the database port: one connection, used by one query or one transaction at a time.

import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Database, SqlValue } from '../database/database.ts'

export function sqliteDialect(database: Database): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new OneConnection(database),
    createIntrospector: (query) => new SqliteIntrospector(query),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class OneConnection implements Driver {
  readonly #connection: DatabaseConnection
  readonly #database: Database
  /** Settles when the one before gives the connection back. */
  #turn: Promise<void> = Promise.resolve()
  #giveBack: () => void = () => {}

  constructor(database: Database) {
    this.#database = database
    this.#connection = new Connection(database)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn
    let giveBack = (): void => {}
    this.#turn = new Promise((resolve) => {
      giveBack = resolve
    })
    await before
    this.#giveBack = giveBack
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#giveBack()
  }

  async beginTransaction(): Promise<void> {
    this.#database.prepare('BEGIN IMMEDIATE').run()
  }

  async commitTransaction(): Promise<void> {
    this.#database.prepare('COMMIT').run()
  }

  async rollbackTransaction(): Promise<void> {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // A full disk has rolled back by itself.
    }
  }

  async destroy(): Promise<void> {
    this.#database.close()
  }
}

class Connection implements DatabaseConnection {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = this.#database.prepare(sql)
    const values = parameters.map(toSqlValue)
    if (/^\s*(select|with|pragma)|\breturning\b/i.test(sql))
      return { rows: statement.all(...values).map((row) => ({ ...row }) as Row) }
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('pages of rows are read by their keys')
  }
}

function toSqlValue(value: unknown): SqlValue {
  return typeof value === 'boolean' ? Number(value) : (value as SqlValue)
}

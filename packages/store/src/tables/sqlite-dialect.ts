// Kysely on the database port: one connection, used by one query or one transaction at a time.

import {
  type CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Database, SqlValue } from '../database/database.ts'

/** @param path of the file: those who open it twice in one thread must not wait for each other without giving way */
export function sqliteDialect(database: Database, path: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new OneConnection(database, path),
    createIntrospector: (query) => new SqliteIntrospector(query),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** One at a time, in the order in which they came. */
class Turns {
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  get isFree(): boolean {
    return this.#waiting === 0
  }

  /** @returns what gives the turn to the next */
  async take(): Promise<() => void> {
    const before = this.#last
    let release = (): void => {}
    this.#waiting++
    this.#last = new Promise((resolve) => {
      release = () => {
        this.#waiting--
        resolve()
      }
    })
    await before
    return release
  }
}

/** Of the files whose transactions are waited for in this thread, and how many have each open. */
const writersOf = new Map<string, { readonly turns: Turns; open: number }>()

/** Whether a transaction of this thread is in the middle of writing to the file, or waits for its turn. */
export function isWrittenHere(path: string): boolean {
  return writersOf.get(path)?.turns.isFree === false
}

class OneConnection implements Driver {
  readonly #connection: DatabaseConnection
  readonly #database: Database
  readonly #path: string
  #writers = new Turns()
  readonly #turns = new Turns()
  #giveBack: () => void = () => {}
  #endWriting: () => void = () => {}

  constructor(database: Database, path: string) {
    this.#database = database
    this.#path = path
    this.#connection = new Connection(database)
  }

  async init(): Promise<void> {
    const writers = writersOf.get(this.#path) ?? { turns: new Turns(), open: 0 }
    writers.open++
    writersOf.set(this.#path, writers)
    this.#writers = writers.turns
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#giveBack = await this.#turns.take()
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#giveBack()
  }

  async beginTransaction(): Promise<void> {
    this.#endWriting = await this.#writers.take()
    try {
      this.#database.prepare('BEGIN IMMEDIATE').run()
    } catch (error) {
      this.#endWriting()
      throw error
    }
  }

  async commitTransaction(): Promise<void> {
    // When it fails, rolling back follows.
    this.#database.prepare('COMMIT').run()
    this.#endWriting()
  }

  async rollbackTransaction(): Promise<void> {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // A full disk has rolled back by itself.
    } finally {
      this.#endWriting()
    }
  }

  async destroy(): Promise<void> {
    const writers = writersOf.get(this.#path)
    if (writers && --writers.open === 0) writersOf.delete(this.#path)
    this.#database.close()
  }
}

class Connection implements DatabaseConnection {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
    return runQuery(this.#database, compiled)
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('pages of rows are read by their keys')
  }
}

export function runQuery<Row>(database: Database, { sql, parameters }: CompiledQuery): QueryResult<Row> {
  const statement = database.prepare(sql)
  const values = parameters.map(toSqlValue)
  if (/^\s*(select|with|pragma)|\breturning\b/i.test(sql))
    return { rows: statement.all(...values).map((row) => ({ ...row }) as Row) }
  return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
}

function toSqlValue(value: unknown): SqlValue {
  return typeof value === 'boolean' ? Number(value) : (value as SqlValue)
}

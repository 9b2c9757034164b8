// The database port on the SQLite of Node.

import { pathToFileURL } from 'node:url'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { pause } from '../files/lock-file.ts'
import type { Database, SqlValue, Statement } from './database.ts'
import { loadSqlite } from './load-sqlite.ts'

export interface SqliteOptions {
  /** `read-only` needs the right to write beside the file, or nobody who writes: then `immutable`. */
  readonly access?: 'write' | 'read-only' | 'immutable'
  /**
   * What a commit survives: `process` (the default) the end of the process, `sync` also a power cut. After a power cut a
   * `process` database is whole, and may have lost its last commits.
   */
  readonly durability?: 'process' | 'sync'
  /** How long a writer waits for others, in milliseconds. @defaultValue 15000 */
  readonly busyTimeoutMs?: number
}

/**
 * Opens or creates a SQLite database in WAL mode: readers never wait, writers wait for each other.
 *
 * @throws an error with the `errcode` of SQLite
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Database {
  return new SqliteDatabase(path, options)
}

class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, Statement>()
  readonly #busyTimeoutMs: number
  #currentTimeoutMs: number
  #isOpen = true

  constructor(path: string, { access = 'write', durability = 'process', busyTimeoutMs = 15_000 }: SqliteOptions) {
    const { DatabaseSync } = loadSqlite()
    const place = access === 'immutable' ? immutableUrl(path) : path
    this.#busyTimeoutMs = busyTimeoutMs
    this.#currentTimeoutMs = busyTimeoutMs
    this.#connection = new DatabaseSync(place, { readOnly: access !== 'write', timeout: busyTimeoutMs })
    try {
      if (access === 'write') this.#prepareForWriting(durability)
      // Not mapped into memory: a file that gets shorter would end the process instead of giving an error.
      this.exec('PRAGMA mmap_size = 0; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY')
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** Two processes may do this to one new file at the same time: a change of mode does not wait, so it is tried again. */
  #prepareForWriting(durability: 'process' | 'sync'): void {
    // Before the first table: eviction gives its pages back. Said later, it would only write.
    if (this.#connection.prepare('PRAGMA page_count').get()?.['page_count'] === 0)
      this.exec('PRAGMA auto_vacuum = INCREMENTAL')
    const untilMs = performance.now() + this.#busyTimeoutMs
    for (;;) {
      try {
        this.exec('PRAGMA journal_mode = WAL')
        break
      } catch (error) {
        if ((error as { errcode?: number }).errcode !== 5 || performance.now() > untilMs) throw error
        pause(2)
      }
    }
    this.exec(`PRAGMA synchronous = ${durability === 'sync' ? 'FULL' : 'NORMAL'}; PRAGMA journal_size_limit = 16777216`)
  }

  prepare(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = toStatement(this.#connection.prepare(sql))
    this.#statements.set(sql, statement)
    return statement
  }

  exec(sql: string): void {
    this.#connection.exec(sql)
  }

  transaction<Result>(call: () => Result, { waitMs = this.#busyTimeoutMs }: { readonly waitMs?: number } = {}): Result {
    if (this.#connection.isTransaction) return call()
    if (waitMs !== this.#currentTimeoutMs) {
      this.exec(`PRAGMA busy_timeout = ${waitMs}`)
      this.#currentTimeoutMs = waitMs
    }
    this.prepare('BEGIN IMMEDIATE').run()
    try {
      const result = call()
      this.prepare('COMMIT').run()
      return result
    } catch (error) {
      // A full disk has rolled back by itself.
      if (this.#connection.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#statements.clear()
    this.#connection.close()
  }
}

function toStatement(compiled: StatementSync): Statement {
  return {
    run: (...values) => ({ changes: Number(compiled.run(...(values as SqlValue[])).changes) }),
    get: (...values) => compiled.get(...(values as SqlValue[])),
    all: (...values) => compiled.all(...(values as SqlValue[])),
    iterate: (...values) => compiled.iterate(...(values as SqlValue[])),
  }
}

function immutableUrl(path: string): URL {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return url
}

// A database that may be lost: when its file is damaged, the file is set aside and a new one is begun.

import { failureOf } from '../trouble/failure.ts'
import type { Files } from '../files/files.ts'
import { lockFile } from '../files/lock-file.ts'
import type { Database, SqlRow, SqlValue, Statement } from './database.ts'

export interface SelfHealingOptions {
  readonly path: string
  readonly files: Files
  /** Opens the file, or makes it, with its tables. */
  readonly open: (path: string) => Database
  /** Asked when a statement fails that was right: whether the tables are there as they were made. @defaultValue they are */
  readonly isSound?: (database: Database) => boolean
  /** Told after a damaged file was set aside. */
  readonly onDamaged: (aside: string) => void
  readonly nowMs: () => number
}

/** Set aside more often than this, and it is the disk. */
const healingLimit = 3
/** SQLite's code for a statement that does not fit the tables. */
const statementFailed = 1
const repairLimitMs = 10_000

/**
 * Opens a database for what can be computed again. Damage is seen when it is opened or when a statement meets it; the
 * statement or transaction is then run again on the new, empty database.
 *
 * Another process may still write to the file that was set aside. Nothing that it shows may be trusted without a check,
 * which is why a blob is compared with its id and an entry with its key.
 */
export function openSelfHealing(options: SelfHealingOptions): Database {
  return new SelfHealing(options)
}

class SelfHealing implements Database {
  readonly #options: SelfHealingOptions
  readonly #statements = new Map<string, Statement>()
  #current: Database
  #identity: string | undefined
  #healings = 0
  #isInTransaction = false

  constructor(options: SelfHealingOptions) {
    this.#options = options
    this.#identity = this.#identityNow()
    this.#current = this.#openSound()
  }

  prepare(sql: string): Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement: Statement = {
      run: (...values) => this.#sound(() => this.#current.prepare(sql).run(...values)),
      get: (...values) => this.#sound(() => this.#current.prepare(sql).get(...values)),
      all: (...values) => this.#sound(() => this.#current.prepare(sql).all(...values)),
      iterate: (...values) => this.#iterate(sql, values),
    }
    this.#statements.set(sql, statement)
    return statement
  }

  exec(sql: string): void {
    this.#sound(() => this.#current.exec(sql))
  }

  transaction<Result>(call: () => Result, options?: { readonly waitMs?: number }): Result {
    if (this.#isInTransaction) return call()
    return this.#sound(() => {
      this.#isInTransaction = true
      try {
        return this.#current.transaction(call, options)
      } finally {
        this.#isInTransaction = false
      }
    })
  }

  close(): void {
    this.#current.close()
  }

  /** Rows that were given already are not given again: damage in the middle ends them. */
  *#iterate(sql: string, values: readonly SqlValue[]): IterableIterator<SqlRow> {
    const rows = this.#sound(() => this.#current.prepare(sql).iterate(...values))
    for (;;) {
      const next = this.#sound<IteratorResult<SqlRow, unknown>>(
        () => rows.next(),
        () => ({ done: true, value: undefined }),
      )
      if (next.done) return
      yield next.value
    }
  }

  #sound<Result>(call: () => Result, again: () => Result = call): Result {
    try {
      return call()
    } catch (error) {
      if (this.#isInTransaction || !this.#isDamage(error)) throw error
      this.#heal(error)
      return again()
    }
  }

  #isDamage(error: unknown): boolean {
    const { code, errcode } = error as { code?: unknown; errcode?: unknown }
    // A number that JavaScript cannot hold: nobody has written that.
    if (failureOf(error) === 'damaged' || code === 'ERR_OUT_OF_RANGE') return true
    const { isSound } = this.#options
    if (!isSound || errcode !== statementFailed) return false
    try {
      return !isSound(this.#current)
    } catch {
      return true
    }
  }

  #heal(error: unknown): void {
    if (this.#healings++ >= healingLimit) throw error
    try {
      this.#current.close()
    } catch {
      // What cannot be read cannot be closed well either.
    }
    this.#setAside()
    this.#current = this.#openSound()
  }

  #openSound(): Database {
    const { path, open } = this.#options
    for (;;) {
      try {
        const database = open(path)
        this.#identity = this.#identityNow()
        return database
      } catch (error) {
        if (failureOf(error) !== 'damaged' || this.#healings++ >= healingLimit) throw error
        this.#setAside()
      }
    }
  }

  /** Of several processes that find the damage, one moves the file. */
  #setAside(): void {
    const { path, files, nowMs, onDamaged } = this.#options
    const unlock = lockFile(`${path}.repairing`, { files, nowMs, limitMs: repairLimitMs })
    try {
      const identity = this.#identityNow()
      if (identity === undefined || (this.#identity !== undefined && identity !== this.#identity)) return
      const aside = `${path}.damaged-${new Date(nowMs()).toISOString().replaceAll(/[:.]/g, '-')}`
      files.rename(path, aside)
      files.remove(`${path}-shm`)
      files.remove(`${path}-wal`)
      onDamaged(aside)
    } finally {
      this.#identity = this.#identityNow()
      unlock()
    }
  }

  #identityNow(): string | undefined {
    return this.#options.files.facts(this.#options.path)?.identity
  }
}

// The port of an embedded database: statements, transactions, and nothing that only one library has.

/** What a statement takes and gives. Booleans are 0 and 1. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** A row by the names of its columns. */
export type SqlRow = Readonly<Record<string, SqlValue>>

/** A statement that was compiled once. */
export interface Statement {
  /** @returns how many rows were changed */
  run(...values: readonly SqlValue[]): { readonly changes: number }
  /** The first row, or `undefined`. */
  get(...values: readonly SqlValue[]): SqlRow | undefined
  all(...values: readonly SqlValue[]): readonly SqlRow[]
  /** Rows one at a time; nothing may be written while they are read. */
  iterate(...values: readonly SqlValue[]): IterableIterator<SqlRow>
}

/** An embedded database, used by one thread. Values are bound to `?`, in order. */
export interface Database {
  /** The same text gives the same compiled statement. */
  prepare(sql: string): Statement
  /** Runs statements without values or results. */
  exec(sql: string): void
  /**
   * Runs in one transaction that may write: all of it is done, or none. Inside of another one it is a part of that.
   *
   * @param options.waitMs how long it waits for other writers; default 15,000
   * @param call must not be asynchronous; it may be called a second time when the database had to be begun anew
   */
  transaction<Result>(call: () => Result, options?: { readonly waitMs?: number }): Result
  /** Ends all statements. A second call does nothing. */
  close(): void
}

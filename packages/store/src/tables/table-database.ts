// The port of a database of tables, embedded or on a server: typed queries, and rows that pour in.

import type { Kysely } from 'kysely'
import type { Table, TableRow } from './table.ts'
import type { Work, WorkPlace } from './work.ts'

export type DialectName = 'sqlite' | 'postgres'

/** Queries that see one transaction, and the fast ways to write. */
export interface TableTransaction<Tables> {
  readonly dialect: DialectName
  readonly query: Kysely<Tables>
  /**
   * Inserts rows that are not there yet; those that are stay as they are.
   *
   * @param rows with different keys
   * @returns of each row whether it is new
   */
  insertNew(table: Table, rows: readonly TableRow[]): Promise<readonly boolean[]>
  /**
   * Inserts rows, or merges them with those that are there, by the rules of the table.
   *
   * @param rows with different keys
   */
  merge(table: Table, rows: readonly TableRow[]): Promise<void>
  /** Runs statements that change tables. */
  change(statements: TableMigration): Promise<void>
}

/** An open database. Integers come back as numbers, JSON as text, rows as plain objects, whatever the dialect. */
export interface TableDatabase<Tables> extends AsyncDisposable {
  readonly dialect: DialectName
  /** Queries outside of transactions. */
  readonly query: Kysely<Tables>
  /** Runs a transaction that writes; of all processes one at a time. What is thrown inside undoes it. */
  transaction<Result>(call: (transaction: TableTransaction<Tables>) => Promise<Result>): Promise<Result>
  /**
   * Does work in a transaction that writes. In an SQLite file it is done when the call returns, unless somebody else of this
   * thread is in the middle of a transaction on that file: then, and on a server, a promise is returned.
   */
  perform<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Result | Promise<Result>
  /** The same for work that only reads; each of its queries may see another moment. */
  read<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Result | Promise<Result>
  /** A second call does nothing. */
  close(): Promise<void>
}

/** What the text of a migration is made with. */
export interface MigrationDialect {
  readonly name: DialectName
  /** Types of columns. */
  readonly text: string
  readonly integer: string
  readonly real: string
  /** What stands after the brackets of a table whose rows are small. */
  readonly byKey: string
  /** The first column of a table that is searchable; may be nothing. */
  readonly rowNumber: string
  /** The statements that make a column `search_text` of a table searchable: words with one space between. */
  searchable(table: string): string
  /** The statement that removes such a table, when it is there. */
  dropSearchable(table: string): string
}

/** Leads from one version of the tables to the next; a released one is never changed. */
export type TableMigration = (dialect: MigrationDialect) => string

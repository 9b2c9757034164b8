// A database of tables in an SQLite file.

import { Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { migrate, NewerTables } from '../database/migrate.ts'
import { openSqlite, type SqliteOptions } from '../database/sqlite.ts'
import { isWrittenHere, runQuery, sqliteDialect } from './sqlite-dialect.ts'
import { Inserter } from './sqlite-inserter.ts'
import type { MigrationDialect, TableDatabase, TableMigration, TableTransaction } from './table-database.ts'
import type { Table } from './table.ts'
import { perform, performNow, type Request, type Work, type WorkPlace } from './work.ts'

export interface SqliteTablesOptions extends SqliteOptions {
  readonly migrations: readonly TableMigration[]
  /** Stands in the header of the file, so that a file of another program is known. Four bytes. */
  readonly applicationId: number
}

/** The file belongs to another program. */
export class ForeignTables extends Error {
  override readonly name = 'ForeignTables'
}

const migrationDialect: MigrationDialect = {
  name: 'sqlite',
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  byKey: ' WITHOUT ROWID',
  rowNumber: 'number INTEGER PRIMARY KEY,',
  searchable: (table) => `
    CREATE VIRTUAL TABLE ${table}_search USING fts5(
      search_text, content = '${table}', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M*'"
    );
    CREATE TRIGGER ${table}_search_insert AFTER INSERT ON ${table} WHEN new.search_text IS NOT NULL BEGIN
      INSERT INTO ${table}_search (rowid, search_text) VALUES (new.number, new.search_text);
    END;
    CREATE TRIGGER ${table}_search_update AFTER UPDATE ON ${table} WHEN new.search_text IS NOT old.search_text BEGIN
      INSERT INTO ${table}_search (${table}_search, rowid, search_text)
        SELECT 'delete', old.number, old.search_text WHERE old.search_text IS NOT NULL;
      INSERT INTO ${table}_search (rowid, search_text) SELECT new.number, new.search_text WHERE new.search_text IS NOT NULL;
    END;
    CREATE TRIGGER ${table}_search_delete AFTER DELETE ON ${table} WHEN old.search_text IS NOT NULL BEGIN
      INSERT INTO ${table}_search (${table}_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);
    END;`,
  dropSearchable: (table) => `DROP TABLE IF EXISTS ${table}_search; DROP TABLE IF EXISTS ${table};`,
}

/**
 * Opens or creates the file.
 *
 * @throws {NewerTables} when a newer program wrote it; nothing is touched
 * @throws {ForeignTables} when another program did
 */
export function openSqliteTables<Tables>(path: string, options: SqliteTablesOptions): TableDatabase<Tables> {
  const { migrations, applicationId, ...sqlite } = options
  const database = openSqlite(path, sqlite)
  try {
    prepare(database, migrations, applicationId, options.access !== undefined && options.access !== 'write')
  } catch (error) {
    database.close()
    throw error
  }
  return new SqliteTables(database, path)
}

function prepare(
  database: Database,
  migrations: readonly TableMigration[],
  applicationId: number,
  isReadOnly: boolean,
): void {
  const found = numberOf(database, 'PRAGMA application_id')
  const isEmpty = numberOf(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (found !== applicationId && !(isEmpty && found === 0 && !isReadOnly)) throw new ForeignTables()
  if (isReadOnly) {
    const version = numberOf(database, 'PRAGMA user_version')
    if (version > migrations.length) throw new NewerTables(version, migrations.length)
    return
  }
  // Pages that are changed by every batch are copied into the file once for many: 32 MB of them wait in the log.
  database.exec('PRAGMA wal_autocheckpoint = 8000')
  const [first = '', ...later] = migrations.map((migration) => migration(migrationDialect))
  migrate(database, [`PRAGMA application_id = ${applicationId};\n${first}`, ...later])
}

function numberOf(database: Database, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0])
}

const refuse = (): never => {
  throw new Error('work that only reads wants to write')
}
const REFUSED = { dialect: 'sqlite', insertNew: refuse, merge: refuse, change: refuse } as const

class SqliteTables<Tables> implements TableDatabase<Tables> {
  readonly dialect = 'sqlite'
  readonly query: Kysely<Tables>
  readonly #database: Database
  readonly #path: string
  readonly #inserters = new Map<Table, Inserter>()
  #isOpen = true

  constructor(database: Database, path: string) {
    this.#database = database
    this.#path = path
    this.query = new Kysely<Tables>({ dialect: sqliteDialect(database, path) })
  }

  transaction<Result>(call: (transaction: TableTransaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.query.transaction().execute((query) =>
      call({
        dialect: this.dialect,
        query,
        insertNew: async (table, rows) => this.#inserter(table).insertNew(rows),
        merge: async (table, rows) => this.#inserter(table).merge(rows),
        change: async (statements) => this.#database.exec(statements(migrationDialect)),
      }),
    )
  }

  perform<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Result | Promise<Result> {
    if (isWrittenHere(this.#path)) return this.transaction((transaction) => perform(transaction, work(transaction)))
    return this.#database.transaction(() => performNow(this.#answer, work(this)))
  }

  read<Result>(work: (place: WorkPlace<Tables>) => Work<Result>): Result | Promise<Result> {
    if (!isWrittenHere(this.#path))
      return performNow((asked) => (asked.kind === 'query' ? this.#answer(asked) : refuse()), work(this))
    // It may be this connection that is in the middle of a transaction: nobody sees what may be undone.
    return this.query.connection().execute((query) => perform({ ...REFUSED, query }, work(this)))
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.query.destroy()
    this.#database.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  readonly #answer = (asked: Request): unknown => {
    if (asked.kind === 'query') return runQuery(this.#database, asked.compiled).rows
    const inserter = this.#inserter(asked.table)
    return asked.kind === 'merge' ? inserter.merge(asked.rows) : inserter.insertNew(asked.rows)
  }

  #inserter(table: Table): Inserter {
    let inserter = this.#inserters.get(table)
    if (!inserter) this.#inserters.set(table, (inserter = new Inserter(this.#database, table)))
    return inserter
  }
}

// Databases of tables: an SQLite file or a PostgreSQL server behind one port, with typed queries.

export { sql, type Kysely } from 'kysely'
export { among } from './among.ts'
export { failureIssue, failureOf, type FailureKind } from '../trouble/failure.ts'
export { NewerTables } from '../database/migrate.ts'
export { openPostgresTables, type PostgresTablesOptions } from './postgres-tables.ts'
export { ForeignTables, openSqliteTables, type SqliteTablesOptions } from './sqlite-tables.ts'
export type {
  DialectName,
  MigrationDialect,
  TableDatabase,
  TableMigration,
  TableTransaction,
} from './table-database.ts'
export { insertNew, merge, perform, performNow, rowsOf, type Request, type Work, type WorkPlace } from './work.ts'
export { keyOf, mergeInto, type Cell, type ColumnKind, type Table, type TableRow } from './table.ts'

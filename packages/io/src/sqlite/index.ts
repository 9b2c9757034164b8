// Tables of SQLite: `import { sqliteTable, sqliteQuery } from '@throughline/io/sqlite'`.

export type { SqliteDatabase } from './open-database.ts'
export type { SqliteParams } from './read-sqlite.ts'
export { sqliteQuery, sqliteTable, type SqliteQueryOptions, type SqliteTableOptions } from './sqlite-table.ts'
export type { TableName } from '../databases/table-name.ts'
export type { CellValue, ReplaceWhere, WriteMode, WriteModeOptions, WrittenTable } from '../databases/write-mode.ts'

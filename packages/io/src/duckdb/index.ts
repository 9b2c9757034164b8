// Tables of DuckDB: `import { duckdbTable, duckdbQuery, duckdbFile } from '@throughline/io/duckdb'`.

export { appendColumns, createTableFor, type AppendOptions, type CreateTableOptions } from './append-columns.ts'
export {
  columnBatchesFromDuckdb,
  columnsFromDuckdb,
  type BatchOptions,
  type FromDuckdbOptions,
} from './columns-from-duckdb.ts'
export { duckdbFile, type DuckdbFileOptions } from './duckdb-file.ts'
export { duckdbQuery, duckdbTable, type DuckdbQueryOptions, type DuckdbTableOptions } from './duckdb-table.ts'
export type { DuckdbDatabase } from './open-instance.ts'
export type { DuckdbParam, DuckdbParams } from './read-duckdb.ts'
export type { TableName } from '../databases/table-name.ts'
export type { CellValue, ReplaceWhere, WriteMode, WriteModeOptions, WrittenTable } from '../databases/write-mode.ts'

// Tables of DuckDB: `import { duckdbTable, duckdbQuery, duckdbFile } from '@throughline/io/duckdb'`.

export { appendColumns, createTableFor, type AppendOptions, type CreateTableOptions } from './append-columns.ts'
export { columnBatchesFromDuckdb, columnsFromDuckdb, type FromDuckdbOptions } from './columns-from-duckdb.ts'
export type { TableName } from '../databases/table-name.ts'

// Tables of PostgreSQL: `import { postgresTable, postgresQuery } from '@throughline/io/postgres'`.

export type { PostgresConnection } from './connection.ts'
export {
  postgresQuery,
  postgresTable,
  type PostgresParams,
  type PostgresQueryOptions,
  type PostgresTableOptions,
} from './postgres-table.ts'
export type { TableName } from '../databases/table-name.ts'
export type { CellValue, ReplaceWhere, WriteMode, WriteModeOptions, WrittenTable } from '../databases/write-mode.ts'

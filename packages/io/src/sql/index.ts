// Nodes that are written in SQL: `import { sql, param } from '@throughline/io/sql'`.

export { columnLineage } from './lineage/column-lineage.ts'
export type { ColumnLineage, ColumnReference, ResultColumn } from './lineage/lineage.ts'
export type { InputSchemas } from './lineage/lineage-of.ts'
export { fileTable, type FileTable, type FileTableFormat, type FileTableOptions } from './file-table.ts'
export type { ArrowLike, TableLike } from './input-tables.ts'
export { param, type Param } from './param.ts'
export { sql, type SqlDependencies, type SqlNode, type SqlOptions } from './sql.ts'
export type { SqlScalar, SqlValue } from './sql-value.ts'
export type { SqlHole } from './statement.ts'

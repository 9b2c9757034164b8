// Tables as records of columns: `import { toRows, toColumns, at } from '@throughline/io/columns'`.

export type {
  BigIntArray,
  BooleanColumn,
  Column,
  Columns,
  DateColumn,
  NullableColumn,
  NumberArray,
  Row,
  TextColumn,
  TimestampColumn,
} from './column.ts'
export type { ElementOf } from './column-types.ts'
export type { ColumnDeclaration, ColumnsOf, ColumnType, RowOf, TableSchema } from './table-schema.ts'
export { at, readerOf, valuesOf, type ReadElement } from './read-column.ts'
export { isColumn } from './column-types.ts'
export { isColumns, rowCount, schemaOf } from './table.ts'
export { rowsOf, toRows, type RowOfColumns } from './to-rows.ts'
export { concatColumns, toColumns } from './to-columns.ts'
export {
  createColumnsBuilder,
  type ColumnsBuilder,
  type ColumnsBuilderOptions,
  type UnfitPlace,
} from './columns-builder.ts'
export { sliceColumns } from './slice-columns.ts'

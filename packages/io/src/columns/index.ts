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
export type { ColumnDeclaration, ColumnsOf, ColumnType, RowOf, TableSchema } from './table-schema.ts'

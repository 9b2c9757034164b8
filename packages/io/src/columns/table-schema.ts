// What a table is made of, said once: the types of its columns, from which those of rows and columns follow.

import type { BooleanColumn, DateColumn, NullableColumn, TextColumn, TimestampColumn } from './column.ts'

/** Types of columns by name: what one element of it is, and what the column without nulls is. */
interface ColumnForms {
  readonly float64: { element: number; column: Float64Array; nullable: NullableColumn<Float64Array> }
  readonly int32: { element: number; column: Int32Array; nullable: NullableColumn<Int32Array> }
  readonly int64: { element: bigint; column: BigInt64Array; nullable: NullableColumn<BigInt64Array> }
  readonly boolean: { element: boolean; column: BooleanColumn; nullable: BooleanColumn }
  readonly string: { element: string; column: TextColumn; nullable: TextColumn }
  /** A day; as an element a `Date` at midnight UTC. */
  readonly date: { element: Date; column: DateColumn; nullable: DateColumn }
  /** An instant; as an element a `Date`, to the millisecond. */
  readonly timestamp: { element: Date; column: TimestampColumn; nullable: TimestampColumn }
  /** Anything that JSON can say. */
  readonly json: { element: unknown; column: readonly unknown[]; nullable: readonly unknown[] }
}

export type ColumnType = keyof ColumnForms

/** `'float64'`, or `'float64?'` for a column that may have nulls. */
export type ColumnDeclaration = ColumnType | `${ColumnType}?`

/** The columns of a table, in their order: `{ origin: 'string', delay: 'int32?' }`. */
export type TableSchema = { readonly [name: string]: ColumnDeclaration }

type ElementOf<Declared> = Declared extends `${infer Type extends ColumnType}?`
  ? ColumnForms[Type]['element'] | null
  : Declared extends ColumnType
    ? ColumnForms[Declared]['element']
    : never

type ColumnOf<Declared> = Declared extends `${infer Type extends ColumnType}?`
  ? ColumnForms[Type]['column'] | ColumnForms[Type]['nullable']
  : Declared extends ColumnType
    ? ColumnForms[Declared]['column']
    : never

/** One row of a table with this schema. */
export type RowOf<Schema extends TableSchema> = { readonly [Name in keyof Schema]: ElementOf<Schema[Name]> }

/** A table with this schema, as columns. */
export type ColumnsOf<Schema extends TableSchema> = { readonly [Name in keyof Schema]: ColumnOf<Schema[Name]> }

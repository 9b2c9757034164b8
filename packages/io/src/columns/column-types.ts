// The forms of columns told apart, and what they are called.

import type {
  BigIntArray,
  BooleanColumn,
  Column,
  DateColumn,
  NullableColumn,
  NumberArray,
  TextColumn,
  TimestampColumn,
} from './column.ts'

/** Columns that are no array: all have a type, a length, and perhaps bits. */
export type DescribedColumn = NullableColumn | TextColumn | BooleanColumn | DateColumn | TimestampColumn

/** What one element of a column is, if it is not null. */
export type ElementOf<OneColumn> = OneColumn extends NumberArray
  ? number
  : OneColumn extends BigIntArray
    ? bigint
    : OneColumn extends { readonly type: 'Utf8' }
      ? string
      : OneColumn extends { readonly type: 'Bool' }
        ? boolean
        : OneColumn extends { readonly type: 'Date' | 'Timestamp' }
          ? Date
          : OneColumn extends NullableColumn<infer Values>
            ? ElementOf<Values>
            : OneColumn extends readonly (infer Element)[]
              ? NonNullable<Element>
              : unknown

/** Types of numbers by the name that Apache Arrow gives them. */
export const NUMBER_ARRAYS: {
  readonly Float64: typeof Float64Array
  readonly Float32: typeof Float32Array
  readonly Int64: typeof BigInt64Array
  readonly Int32: typeof Int32Array
  readonly Int16: typeof Int16Array
  readonly Int8: typeof Int8Array
  readonly Uint64: typeof BigUint64Array
  readonly Uint32: typeof Uint32Array
  readonly Uint16: typeof Uint16Array
  readonly Uint8: typeof Uint8Array
} = {
  Float64: Float64Array,
  Float32: Float32Array,
  Int64: BigInt64Array,
  Int32: Int32Array,
  Int16: Int16Array,
  Int8: Int8Array,
  Uint64: BigUint64Array,
  Uint32: Uint32Array,
  Uint16: Uint16Array,
  Uint8: Uint8Array,
}

export type NumberType = keyof typeof NUMBER_ARRAYS

export function isTypedNumbers(column: unknown): column is NumberArray | BigIntArray {
  return ArrayBuffer.isView(column) && numberTypeOf(column as never) in NUMBER_ARRAYS
}

/** `Float64` of a `Float64Array`; of a `Buffer` and other subclasses that of their elements. */
export function numberTypeOf(values: NumberArray | BigIntArray): NumberType {
  return (Reflect.get(values, Symbol.toStringTag) ?? '').replace(/(^Big|Array$)/g, '') as NumberType
}

/** Whether a value has one of the forms of columns; of a described one, whether what it describes is there. */
export function isColumn(value: unknown): value is Column {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value) || isTypedNumbers(value)) return true
  const { type, length, valid, values, codes, dictionary, unit } = value as Record<string, unknown>
  if (typeof type !== 'string' || !isCount(length)) return false
  if (valid !== undefined && !(valid instanceof Uint8Array && valid.length * 8 >= length)) return false
  if (type === 'Utf8') return Array.isArray(dictionary) && isTypedNumbers(codes) && codes.length === length
  if (!isTypedNumbers(values) || values.length !== length) return false
  const stored = numberTypeOf(values)
  if (type === 'Bool') return stored === 'Uint8'
  if (type === 'Date') return stored === 'Int32'
  if (type === 'Timestamp') return /^(s|ms|us|ns)$/.test(String(unit)) && /^(Int64|Float64)$/.test(stored)
  return type === stored && valid !== undefined
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

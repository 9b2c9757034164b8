// How each column stands in the file: decided by the first batch, and the same for all.

import type { ConvertedType, SchemaElement } from 'hyparquet'
import type { Column } from '../../columns/column.ts'
import { isTypedNumbers, numberTypeOf, type DescribedColumn, type NumberType } from '../../columns/column-types.ts'
import type { ColumnDeclaration } from '../../columns/table-schema.ts'

/** What a column is written as. */
type WrittenKind = NumberType | 'text' | 'boolean' | 'date' | 'ms' | 'us' | 'ns' | 'bytes' | 'json'

export interface WrittenColumn {
  readonly name: string
  readonly kind: WrittenKind
  readonly isNullable: boolean
  readonly element: SchemaElement
}

/** @param column of the first batch; absent when there is none */
export function writtenColumn(name: string, declared: ColumnDeclaration, column: Column | undefined): WrittenColumn {
  const isNullable = declared.endsWith('?')
  const kind = kindOf(declared, column)
  const repetition_type = isNullable ? 'OPTIONAL' : 'REQUIRED'
  return { name, kind, isNullable, element: { name, repetition_type, ...ELEMENTS[kind] } }
}

const DECLARED: { readonly [Declared in string]: WrittenKind } = {
  float64: 'Float64',
  int32: 'Int32',
  int64: 'Int64',
  boolean: 'boolean',
  string: 'text',
  date: 'date',
  timestamp: 'ms',
  json: 'json',
}

const UNITS = { s: 'ms', ms: 'ms', us: 'us', ns: 'ns' } as const

function kindOf(declared: ColumnDeclaration, column: Column | undefined): WrittenKind {
  const type = declared.replace('?', '')
  if (column !== undefined) {
    if (isTypedNumbers(column)) return numberTypeOf(column)
    if (!Array.isArray(column)) {
      const described = column as DescribedColumn
      if (described.type === 'Timestamp') return UNITS[described.unit]
      if ('values' in described && isTypedNumbers(described.values) && type !== 'boolean' && type !== 'date') {
        return numberTypeOf(described.values)
      }
    } else if (type === 'json' && isBytes(column)) return 'bytes'
  }
  return DECLARED[type]!
}

/** Whether an array holds bytes, and nothing else but nulls. */
function isBytes(values: readonly unknown[]): boolean {
  let hasBytes = false
  for (const value of values) {
    if (value === null || value === undefined) continue
    if (!(value instanceof Uint8Array)) return false
    hasBytes = true
  }
  return hasBytes
}

type Element = Omit<SchemaElement, 'name'>

// The newer annotation of integers is left out: it is written in a form that other readers refuse.
const int = (type: 'INT32' | 'INT64', converted_type: ConvertedType): Element => ({ type, converted_type })

const timestamp = (unit: 'MILLIS' | 'MICROS' | 'NANOS'): Element => ({
  type: 'INT64',
  ...(unit !== 'NANOS' && { converted_type: `TIMESTAMP_${unit}` as const }),
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
})

const ELEMENTS: { readonly [Kind in WrittenKind]: Element } = {
  Float64: { type: 'DOUBLE' },
  Float32: { type: 'FLOAT' },
  Int64: { type: 'INT64' },
  Int32: { type: 'INT32' },
  Int16: int('INT32', 'INT_16'),
  Int8: int('INT32', 'INT_8'),
  Uint64: int('INT64', 'UINT_64'),
  Uint32: int('INT32', 'UINT_32'),
  Uint16: int('INT32', 'UINT_16'),
  Uint8: int('INT32', 'UINT_8'),
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  ms: timestamp('MILLIS'),
  us: timestamp('MICROS'),
  ns: timestamp('NANOS'),
  bytes: { type: 'BYTE_ARRAY' },
  json: { type: 'BYTE_ARRAY', logical_type: { type: 'JSON' } },
}

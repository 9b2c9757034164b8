// Values as SQLite holds them: integers, reals, texts, blobs.

import type { SQLInputValue } from 'node:sqlite'
import type { ColumnKind } from '../databases/column-kinds.ts'
import type { ColumnDeclaration } from '../columns/table-schema.ts'
import { jsonText, refuseBroken, type Refuse } from '../databases/json-text.ts'
import { typeOf } from '../tables/element-reader.ts'

/** Types of columns of tables that are created. Booleans are 0 and 1, dates and instants texts in ISO 8601, JSON is text. */
export const SQLITE_TYPES: Readonly<Record<ColumnKind, string>> = {
  float64: 'REAL',
  int32: 'INTEGER',
  int64: 'INTEGER',
  boolean: 'INTEGER',
  string: 'TEXT',
  date: 'TEXT',
  timestamp: 'TEXT',
  json: 'TEXT',
  bytes: 'BLOB',
}

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** What a column is declared as, where this changes how its values are kept: days have no time, and JSON is always text. */
export type KeptAs = 'day' | 'json' | 'any'

export function keptAs(declared: ColumnDeclaration | undefined): KeptAs {
  const type = declared && typeOf(declared)
  if (type === 'date') return 'day'
  return type === 'json' ? 'json' : 'any'
}

export function sqliteValue(value: unknown, kept: KeptAs, refuse: Refuse): SQLInputValue {
  // A text is JSON in quotes, so that "5" does not come back as 5.
  if (kept === 'json' && typeof value !== 'object' && value !== undefined) return jsonText(value, refuse)
  switch (typeof value) {
    case 'string':
      return refuseBroken(value, refuse)
    case 'number':
      // SQLite would make a null of it.
      return Number.isNaN(value) ? refuse('NaN, which SQLite cannot hold', 'write null for what is missing.') : value
    case 'bigint':
      if (value >= INT64_MIN && value <= INT64_MAX) return value
      return refuse('an integer of more than 64 bits', 'write it as text.')
    case 'boolean':
      return value ? 1 : 0
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : objectValue(value, kept, refuse)
    default:
      return refuse(`a ${typeof value}`, 'write plain data.')
  }
}

function objectValue(value: object, kept: KeptAs, refuse: Refuse): SQLInputValue {
  if (value instanceof Uint8Array) return value
  if (value instanceof Date && kept !== 'json') {
    if (Number.isNaN(value.getTime())) return refuse('a date that is none', 'write null for what is missing.')
    return kept === 'day' ? value.toISOString().replace(/T.*/, '') : value.toISOString()
  }
  return jsonText(value, refuse)
}

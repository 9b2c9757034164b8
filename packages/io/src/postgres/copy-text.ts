// Values as the text format of COPY has them.
//
// https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS

import type { ColumnKind } from '../databases/column-kinds.ts'
import { jsonText, refuseBroken, type Refuse } from '../databases/json-text.ts'

/** Types of columns of tables that are created. */
export const POSTGRES_TYPES: Readonly<Record<ColumnKind, string>> = {
  float64: 'double precision',
  int32: 'integer',
  int64: 'bigint',
  boolean: 'boolean',
  string: 'text',
  date: 'date',
  timestamp: 'timestamptz',
  json: 'jsonb',
  bytes: 'bytea',
}

/** How a column of the database takes its values. */
export type TargetKind = 'array' | 'json' | 'other'

/** One field of a line. */
export function copyField(value: unknown, target: TargetKind, refuse: Refuse): string {
  if (value === null || value === undefined) return '\\N'
  if (target === 'json') return escaped(jsonOf(value, refuse), refuse)
  switch (typeof value) {
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'string':
      return escaped(value, refuse)
    case 'boolean':
      return value ? 't' : 'f'
    case 'bigint':
      return String(value)
    case 'object':
      return escaped(textOf(value, target, refuse), refuse)
    default:
      return refuse(`a ${typeof value}`, 'write plain data.')
  }
}

const SPECIAL = /[\\\t\n\r]/
const SPECIALS = /[\\\t\n\r]/g
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escaped(text: string, refuse: Refuse): string {
  if (text.includes('\0'))
    refuse('a text with the character U+0000, which PostgreSQL cannot hold', 'take it out of the text.')
  refuseBroken(text, refuse)
  return SPECIAL.test(text) ? text.replace(SPECIALS, (one) => ESCAPES[one]!) : text
}

function jsonOf(value: unknown, refuse: Refuse): string {
  const text = jsonText(value, refuse)
  if (text.includes('\\u0000')) refuse('JSON with the character U+0000, which PostgreSQL cannot hold', 'take it out.')
  return text
}

function textOf(value: object, target: TargetKind, refuse: Refuse): string {
  if (value instanceof Date) return instantText(value, refuse)
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`
  return target === 'array' && Array.isArray(value) ? arrayText(value, refuse) : jsonOf(value, refuse)
}

/** A value of `$1`: what the driver makes of a `Date` is the time of this machine, which another day may be. */
export function parameter(value: unknown, refuse: Refuse): unknown {
  if (Array.isArray(value)) return value.map((one) => parameter(one, refuse))
  return value instanceof Date ? instantText(value, refuse) : value
}

/** Years behind 9999 and before 1 are written otherwise than JavaScript does. */
function instantText(date: Date, refuse: Refuse): string {
  if (Number.isNaN(date.getTime())) refuse('a date that is none', 'write null for what is missing.')
  const year = date.getUTCFullYear()
  const rest = date.toISOString().replace(/^[+-]?\d+/, '')
  return year > 0 ? `${String(year).padStart(4, '0')}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`
}

function arrayText(items: readonly unknown[], refuse: Refuse): string {
  const texts = items.map((item) => {
    if (item === null || item === undefined) return 'NULL'
    if (Array.isArray(item)) return arrayText(item, refuse)
    const text = typeof item === 'object' ? textOf(item, 'other', refuse) : plainText(item, refuse)
    return `"${text.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${texts.join(',')}}`
}

function plainText(item: unknown, refuse: Refuse): string {
  if (typeof item === 'string') return item
  if (typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean') return `${item}`
  return refuse(`a ${typeof item} within a list`, 'write plain data.')
}

// One value of a table, read as the type that its column has.

import { isTooDeep } from '../formats/json/json-depth.ts'
import type { ColumnDeclaration, ColumnType } from '../columns/table-schema.ts'

/** What a reader gives for a value that does not fit. */
export const REFUSED: unique symbol = Symbol('refused')

/** Reads a value that is not null. */
export type ElementReader = (value: unknown) => unknown

const INT32_MIN = -(2 ** 31)
const INT32_MAX = 2 ** 31 - 1
const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

export function typeOf(declared: ColumnDeclaration): ColumnType {
  return (declared.endsWith('?') ? declared.slice(0, -1) : declared) as ColumnType
}

export function mayBeNull(declared: ColumnDeclaration): boolean {
  return declared.endsWith('?')
}

/** The reader of a column: of texts, or of values that have types of their own, which may change without loss only. */
export function elementReader(declared: ColumnDeclaration, isText: boolean): ElementReader {
  const type = typeOf(declared)
  return isText ? fromTextBy[type] : fromValueBy[type]
}

/** The reader of a column whose type was guessed from other values: what is of another kind contradicts the guess. */
export function likewiseReader(declared: ColumnDeclaration): ElementReader {
  const type = typeOf(declared)
  const read = fromValueBy[type]
  if (type === 'string') return read
  // Of a date JSON makes a text.
  if (type === 'json') return (value) => (value instanceof Date ? REFUSED : value)
  const kinds: readonly string[] = type === 'boolean' ? ['boolean'] : ['number', 'bigint', 'object']
  return (value) => (kinds.includes(typeof value) ? read(value) : REFUSED)
}

const fromValueBy: Readonly<Record<ColumnType, ElementReader>> = {
  float64: (value) => {
    if (typeof value === 'number') return value
    if (typeof value !== 'bigint') return REFUSED
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : REFUSED
  },
  int32: (value) => int32(typeof value === 'bigint' ? Number(value) : value),
  int64: (value) => {
    if (typeof value === 'bigint') return int64(value)
    if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : REFUSED
    return typeof value === 'string' ? int64FromText(value) : REFUSED
  },
  boolean: (value) => {
    if (typeof value === 'boolean') return value
    if (value === 0 || value === 0n) return false
    return value === 1 || value === 1n ? true : REFUSED
  },
  string: (value) => (typeof value === 'string' ? value : REFUSED),
  date: (value) => {
    if (!(value instanceof Date)) return typeof value === 'string' ? dateFromText(value) : REFUSED
    return value.getTime() % DAY_MS === 0 ? value : REFUSED
  },
  timestamp: (value) => {
    if (!(value instanceof Date)) return typeof value === 'string' ? timestampFromText(value) : REFUSED
    return Number.isNaN(value.getTime()) ? REFUSED : value
  },
  json: (value) => value,
}

const fromTextBy: Readonly<Record<ColumnType, ElementReader>> = {
  float64: (text) => numberFromText(text as string),
  int32: (text) => int32(numberFromText(text as string)),
  int64: (text) => int64FromText(text as string),
  boolean: (text) => BOOLEANS.get(text as string) ?? BOOLEANS.get((text as string).trim().toLowerCase()) ?? REFUSED,
  string: (text) => text,
  date: (text) => dateFromText(text as string),
  timestamp: (text) => timestampFromText(text as string),
  json: (text) => {
    try {
      const value: unknown = JSON.parse(text as string)
      return isTooDeep(value) ? REFUSED : value
    } catch {
      return REFUSED
    }
  },
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
])

function int32(value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < INT32_MIN || value > INT32_MAX) return REFUSED
  return value === 0 ? 0 : value
}

function int64(value: bigint): unknown {
  return value >= INT64_MIN && value <= INT64_MAX ? value : REFUSED
}

function int64FromText(text: string): unknown {
  return text.length <= 40 && /^\s*[+-]?\d+\s*$/.test(text) ? int64(BigInt(text.trim().replace('+', ''))) : REFUSED
}

/** Nothing is no number, and what is written to another base is meant as something else. */
const NO_DECIMAL = /^\s*(?:$|0[xob])/i
const INFINITE = /^\s*[+-]?Infinity\s*$/

function numberFromText(text: string): unknown {
  const number = Number(text)
  if (Number.isNaN(number)) return text.trim() === 'NaN' ? number : REFUSED
  // More than a number can say is not without end.
  if (!Number.isFinite(number) && !INFINITE.test(text)) return REFUSED
  return NO_DECIMAL.test(text) ? REFUSED : number
}

const DAY_MS = 86_400_000
const DAY = /^\s*(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)\s*$/
const INSTANT = /^\s*(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)[T ](\d\d:\d\d)(?:(:\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?\s*$/i

/** A day, or its first instant. */
function dateFromText(text: string): unknown {
  const parts = DAY.exec(text)
  if (!parts) {
    const instant = INSTANT.test(text) ? timestampFromText(text) : REFUSED
    return instant instanceof Date && instant.getTime() % DAY_MS === 0 ? instant : REFUSED
  }
  const [, year, month, day] = parts
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  // 30 February becomes a day of March.
  return date.getUTCDate() === Number(day) ? date : REFUSED
}

/** ISO 8601. Without an offset it is UTC; a day is its first instant; digits behind the millisecond are cut off. */
function timestampFromText(text: string): unknown {
  const parts = INSTANT.exec(text)
  if (!parts) return dateFromText(text)
  const [, year, month, day, minutes, seconds = ':00', fraction = '', zone = 'Z'] = parts
  if (dateFromText(`${year}-${month}-${day}`) === REFUSED) return REFUSED
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}` : 'Z'
  const date = new Date(`${year}-${month}-${day}T${minutes}${seconds}${fraction.slice(0, 4)}${offset}`)
  return Number.isNaN(date.getTime()) ? REFUSED : date
}

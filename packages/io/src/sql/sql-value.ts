// Values that may be bound to a statement, and how DuckDB gets them.

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { LONE_SURROGATE } from '../databases/json-text.ts'
import type { DuckdbApi } from '../duckdb/load-duckdb.ts'

export type SqlScalar = string | number | bigint | boolean | Date | null

/** A value in a statement: one, or a list for `= any(...)`. */
export type SqlValue = SqlScalar | readonly SqlScalar[]

export function isSqlValue(value: unknown): value is SqlValue {
  if (!Array.isArray(value)) return isScalar(value)
  return value.every(isScalar) && new Set(value.filter((one) => one !== null).map(kindOfScalar)).size <= 1
}

function kindOfScalar(value: string | number | bigint | boolean | Date): string {
  return typeof value === 'bigint' ? 'number' : typeof value
}

function isScalar(value: unknown): value is SqlScalar {
  if (value === null) return true
  if (value instanceof Date) return !Number.isNaN(value.getTime())
  if (typeof value === 'string') return !LONE_SURROGATE.test(value)
  if (typeof value === 'bigint') return BigInt.asIntN(128, value) === value
  return typeof value === 'number' || typeof value === 'boolean'
}

/** `an object`, `undefined`, `a function`; a list by what in it is wrong. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (Array.isArray(value)) {
    const other = value.findIndex((one) => !isScalar(one))
    return other < 0 ? 'a list of values of several types' : `a list with ${kindOfValue(value[other])}`
  }
  if (value instanceof Date) return 'a date that is none'
  if (typeof value === 'string') return 'a text with half of a pair of surrogates'
  if (typeof value === 'bigint') return 'an integer of more than 128 bits'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

export interface BoundValue {
  readonly value: DuckDBValue
  readonly type: DuckDBType
}

/**
 * A whole number is an integer, as if it had been written there; others are doubles. A date is a timestamp. Of a list,
 * the first that is not null says the type, unless a number among them is not whole.
 */
export function toDuckdb(value: SqlValue, api: DuckdbApi): BoundValue {
  if (!Array.isArray(value)) return scalar(value as SqlScalar, api)
  const items = (value as readonly SqlScalar[]).map((one) => scalar(one, api))
  const types = items.filter((one) => one.value !== null).map((one) => one.type)
  const type = types.reduce(
    (widest, one) => (rank(one, api) > rank(widest, api) ? one : widest),
    types[0] ?? api.SQLNULL,
  )
  const values = items.map((one) => widened(one.value, type, api))
  return { value: new api.DuckDBListValue(values), type: api.LIST(type) }
}

const INT32 = 2 ** 31

function scalar(value: SqlScalar, api: DuckdbApi): BoundValue {
  switch (typeof value) {
    case 'string':
      return { value, type: api.VARCHAR }
    case 'boolean':
      return { value, type: api.BOOLEAN }
    case 'bigint':
      return { value, type: BigInt.asIntN(64, value) === value ? api.BIGINT : api.HUGEINT }
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) return { value, type: api.DOUBLE }
      return value >= -INT32 && value < INT32
        ? { value, type: api.INTEGER }
        : { value: BigInt(value), type: api.BIGINT }
    default:
      if (value === null) return { value, type: api.SQLNULL }
      return { value: new api.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n), type: api.TIMESTAMP }
  }
}

/** Numbers of a list: the widest type holds them all. */
function rank(type: DuckDBType, api: DuckdbApi): number {
  return [api.INTEGER, api.BIGINT, api.HUGEINT, api.DOUBLE].indexOf(type as never)
}

function widened(value: DuckDBValue, type: DuckDBType, api: DuckdbApi): DuckDBValue {
  if (type === api.DOUBLE && typeof value === 'bigint') return Number(value)
  return (type === api.BIGINT || type === api.HUGEINT) && typeof value === 'number' ? BigInt(value) : value
}

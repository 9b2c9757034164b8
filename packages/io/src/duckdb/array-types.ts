// Columns that are arrays: their elements say which type DuckDB is to give them.

import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { jsonText, refuseBroken, type Refuse } from '../databases/json-text.ts'
import type { Duckdb, DuckdbApi } from './load-duckdb.ts'
import { unwritable } from './unwritable.ts'

export interface ArrayType {
  readonly sqlType: string
  readonly vectorType: DuckDBType
  /** @throws {io/unwritable-value} */
  readonly toValue: (value: {}, row: number) => DuckDBValue
}

/** A value of a column that is declared as JSON: a text in it is a text of JSON, not one of SQL. */
class JsonValue {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

/** The elements of a column that is declared as JSON. */
export function asJson(values: readonly unknown[]): readonly unknown[] {
  return values.map((value) => (value === null || value === undefined ? null : new JsonValue(value)))
}

type Kind = 'boolean' | 'number' | 'bigint' | 'string' | 'date' | 'bytes' | 'json'

/**
 * Numbers are `DOUBLE`, bigints `BIGINT`, or `HUGEINT` when one needs more than 64 bits, dates `TIMESTAMP_MS`, bytes `BLOB`;
 * lists of one of these are lists; numbers beside bigints are bigints when all of them are whole. Anything else is `JSON`.
 */
export function arrayType(column: string, values: readonly unknown[], { api }: Duckdb): ArrayType {
  const kinds = new Set<Kind>()
  for (const value of values) if (value !== null && value !== undefined) kinds.add(kindOf(value))
  const lists = kinds.size === 1 && kinds.has('json') ? listType(column, values, api) : undefined
  return lists ?? typeOf(column, kinds, values, api)
}

function kindOf(value: {}): Kind {
  if (typeof value === 'object') return value instanceof Date ? 'date' : value instanceof Uint8Array ? 'bytes' : 'json'
  return ['boolean', 'number', 'bigint', 'string'].includes(typeof value) ? (typeof value as Kind) : 'json'
}

function typeOf(column: string, kinds: ReadonlySet<Kind>, values: readonly unknown[], api: DuckdbApi): ArrayType {
  const [only] = kinds.size === 1 ? kinds : []
  if (only === 'boolean') return { sqlType: 'BOOLEAN', vectorType: api.BOOLEAN, toValue: (value) => value as boolean }
  if (only === 'number') return { sqlType: 'DOUBLE', vectorType: api.DOUBLE, toValue: (value) => value as number }
  if (only === 'bytes') {
    return { sqlType: 'BLOB', vectorType: api.BLOB, toValue: (value) => new api.DuckDBBlobValue(value as Uint8Array) }
  }
  if (only === 'date') return dates(column, api)
  if (kinds.size === 0 || only === 'string') return texts(column, api)
  const isWhole = [...kinds].every((kind) => kind === 'bigint' || kind === 'number')
  if (isWhole && values.every((value) => typeof value !== 'number' || Number.isSafeInteger(value))) {
    return integers(column, values, api)
  }
  return json(column, api)
}

function texts(column: string, api: DuckdbApi): ArrayType {
  return {
    sqlType: 'VARCHAR',
    vectorType: api.VARCHAR,
    toValue: (value, row) => refuseBroken(value as string, refuserOf(column, row)),
  }
}

function dates(column: string, api: DuckdbApi): ArrayType {
  return {
    sqlType: 'TIMESTAMP_MS',
    vectorType: api.TIMESTAMP_MS,
    toValue: (value, row) => {
      const time = (value as Date).getTime()
      if (Number.isNaN(time)) throw unwritable(column, row, 'a date that is none', 'write null for what is missing.')
      return new api.DuckDBTimestampMillisecondsValue(BigInt(time))
    },
  }
}

const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n]

function integers(column: string, values: readonly unknown[], api: DuckdbApi): ArrayType {
  const isSmall = values.every((value) => typeof value !== 'bigint' || (value >= LEAST && value <= MOST))
  if (isSmall)
    return { sqlType: 'BIGINT', vectorType: api.BIGINT, toValue: (value) => BigInt(value as number | bigint) }
  return {
    sqlType: 'HUGEINT',
    vectorType: api.HUGEINT,
    toValue: (value, row) => {
      const integer = BigInt(value as number | bigint)
      if (BigInt.asIntN(128, integer) === integer) return integer
      throw unwritable(column, row, 'an integer of more than 128 bits', 'write it as text.')
    },
  }
}

/** Of lists whose elements are of one simple type. */
function listType(column: string, values: readonly unknown[], api: DuckdbApi): ArrayType | undefined {
  const lists = values.filter((value) => value !== null && value !== undefined)
  if (!lists.every((value) => Array.isArray(value))) return undefined
  const elements: unknown[] = lists.flat()
  const kinds = new Set(elements.filter((one) => one !== null && one !== undefined).map((one) => kindOf(one)))
  if (kinds.size !== 1 || kinds.has('json')) return undefined
  const inner = typeOf(column, kinds, elements, api)
  const element = (value: unknown, row: number): DuckDBValue =>
    value === null || value === undefined ? null : inner.toValue(value, row)
  return {
    sqlType: `${inner.sqlType}[]`,
    vectorType: api.LIST(inner.vectorType),
    toValue: (value, row) => new api.DuckDBListValue((value as readonly unknown[]).map((one) => element(one, row))),
  }
}

function json(column: string, api: DuckdbApi): ArrayType {
  return {
    sqlType: 'JSON',
    vectorType: api.VARCHAR,
    toValue: (value, row) => {
      const refuse = refuserOf(column, row)
      return refuseBroken(jsonText(value instanceof JsonValue ? value.value : value, refuse), refuse)
    },
  }
}

function refuserOf(column: string, row: number): Refuse {
  return (found, hint) => {
    throw unwritable(column, row, found, hint)
  }
}

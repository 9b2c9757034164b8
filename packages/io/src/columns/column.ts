// Columns of a table as plain data: what a worker, a cache and a fingerprint understand without knowing this package.

/** Numbers side by side: what has no nulls needs nothing else. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
export type BigIntArray = BigInt64Array | BigUint64Array

/** What every column that is no array has. The names of types are those of Apache Arrow. */
interface Described<Type extends string> {
  readonly type: Type
  readonly length: number
  /**
   * Which elements are there: one bit for each, least significant first, 1 where there is a value; as Arrow and DuckDB
   * have it. Absent when none is null.
   */
  readonly valid?: Uint8Array | undefined
}

/** Numbers of which some are null. What `values` has at a null means nothing. */
export interface NullableColumn<Values extends NumberArray | BigIntArray = NumberArray | BigIntArray> extends Described<
  'Float64' | 'Float32' | 'Int64' | 'Int32' | 'Int16' | 'Int8' | 'Uint64' | 'Uint32' | 'Uint16' | 'Uint8'
> {
  readonly values: Values
  readonly valid: Uint8Array
}

/** Texts, each distinct one kept once: `dictionary[codes[i]]`. */
export interface TextColumn extends Described<'Utf8'> {
  readonly codes: Uint8Array | Uint16Array | Uint32Array | Int32Array
  readonly dictionary: readonly string[]
}

/** One byte each: 0 or 1. */
export interface BooleanColumn extends Described<'Bool'> {
  readonly values: Uint8Array
}

/** Days since 1970-01-01. */
export interface DateColumn extends Described<'Date'> {
  readonly values: Int32Array
}

/** Instants since 1970-01-01T00:00Z, in the unit that is named. */
export interface TimestampColumn extends Described<'Timestamp'> {
  readonly unit: 's' | 'ms' | 'us' | 'ns'
  readonly values: BigInt64Array | Float64Array
}

/**
 * A column of a table: a typed array where there are no nulls, one of the forms above where there are or where they
 * save room, and an array of anything else (lists, records, big numbers), in which `null` is missing.
 */
export type Column =
  | NumberArray
  | BigIntArray
  | NullableColumn
  | TextColumn
  | BooleanColumn
  | DateColumn
  | TimestampColumn
  | readonly unknown[]

/**
 * A table as a record of columns, all of one length. Plain data: it can be fingerprinted, kept, sent to a worker; nobody
 * may change what is in it.
 */
export type Columns = { readonly [name: string]: Column }

/** A table as a list of records; a missing value is `null`. */
export type Row = Readonly<Record<string, unknown>>

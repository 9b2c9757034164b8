// A table of Apache Arrow made of columns: the same memory wherever both lay values out alike.

import type { Data, DataType, Field, RecordBatch, Schema, Table, Vector } from 'apache-arrow'
import { ThroughlineError } from 'throughline'
import type { BooleanColumn, Column, Columns, TextColumn, TimestampColumn } from '../columns/column.ts'
import { isTypedNumbers, numberTypeOf, type DescribedColumn, type NumberType } from '../columns/column-types.ts'
import { readerOf, rowCount, type ReadElement } from '../columns/index.ts'
import { countValid } from '../columns/valid-bits.ts'
import { JsonChecker } from '../formats/json/json-checker.ts'
import { unsaid } from '../formats/json/unsaid.ts'
import { HALF_PAIR, isWellFormed } from '../formats/utf8.ts'
import { ioIssue } from '../issues.ts'
import { JSON_EXTENSION } from './arrow-form.ts'
import { loadArrow, type ArrowApi } from './load-arrow.ts'

/**
 * A table of Apache Arrow. Nothing is copied of numbers, days, timestamps in 64-bit integers, and codes of texts as long
 * as they fit an integer with a sign. Texts become a dictionary, timestamps are in UTC; of arrays, texts stay texts, bytes
 * bytes, dates timestamps, and everything else becomes JSON (the extension type `arrow.json`).
 *
 * @throws {io/missing-package} without `apache-arrow`; {io/unwritable-value} for what Arrow and JSON cannot say
 * @example
 * import { toArrow } from '@throughline/io/arrow'
 * (await toArrow({ delay: Int32Array.of(4, -2) })).numRows // => 2
 */
export async function toArrow(columns: Columns): Promise<Table> {
  const arrow = await loadArrow()
  const refuse: RefuseElement = (index, column, found, hint) =>
    new ThroughlineError([
      ioIssue('io/unwritable-value', {
        name: 'a table',
        type: 'Arrow',
        place: { row: index + 1, column },
        found,
        hint,
      }),
    ])
  const maker = new BatchMaker(arrow, columns, { hasDictionaries: true })
  return new arrow.Table(maker.schema, [maker.batch(columns, refuse)])
}

/** Makes the error of an element that cannot be written; its index counts from 0 within the batch. */
export type RefuseElement = (index: number, column: string, found: string, hint: string) => Error

export type ArrowKind = NumberType | 'text' | 'codes' | 'boolean' | 'date' | 's' | 'ms' | 'us' | 'ns' | 'bytes' | 'json'

/** Batches of records that all have one schema, that of the first columns. */
export class BatchMaker {
  readonly schema: Schema
  readonly #arrow: ArrowApi
  readonly #types: ReadonlyMap<string, { readonly kind: ArrowKind; readonly type: DataType }>
  readonly #dictionaries: Map<readonly string[], Vector> = new Map()

  /** @param hasDictionaries whether all batches have the dictionaries of these columns */
  constructor(arrow: ArrowApi, columns: Columns, { hasDictionaries }: { readonly hasDictionaries: boolean }) {
    this.#arrow = arrow
    const types = Object.entries(columns).map(([name, column]) => {
      const kind = kindOf(column, hasDictionaries)
      return [name, { kind, type: typeFor(arrow, kind, column) }] as const
    })
    this.#types = new Map(types)
    this.schema = new arrow.Schema(types.map(([name, { kind, type }]) => fieldFor(arrow, name, kind, type)))
  }

  /** @throws what `refuse` makes, of the first value that does not fit */
  batch(columns: Columns, refuse: RefuseElement): RecordBatch {
    const { makeData, RecordBatch, Struct } = this.#arrow
    const length = rowCount(columns)
    const own = new OwnMemory()
    const children = [...this.#types].map(([name, { kind, type }]) => {
      const fail: Fail = (index, found, hint) => refuse(index, name, found, hint)
      return this.#data(columns[name] ?? [], kind, type, own, fail)
    })
    const type = new Struct(this.schema.fields)
    return new RecordBatch(this.schema, makeData({ type, length, nullCount: 0, children }) as never)
  }

  #data(column: Column, kind: ArrowKind, type: DataType, own: OwnMemory, fail: Fail): Data {
    const { makeData } = this.#arrow
    const { length } = column
    const { valid } = column as Partial<DescribedColumn>
    const nulls = valid && { nullBitmap: own.of(valid), nullCount: length - countValid(valid, length) }
    if (kind === 'codes') {
      const data = own.of(indicesIn(type, (column as TextColumn).codes))
      const dictionary = this.#dictionary((column as TextColumn).dictionary, fail)
      return makeData({ type, length, nullCount: 0, ...nulls, data, dictionary } as never)
    }
    if (kind === 'text' || kind === 'bytes' || kind === 'json') {
      return makeData({ type, length, ...variable(column, kind, fail) } as never)
    }
    if (kind === 'boolean') {
      const data = bitsOf((column as BooleanColumn).values)
      return makeData({ type, length, nullCount: 0, ...nulls, data } as never)
    }
    if (Array.isArray(column)) return makeData({ type, length, ...fromDates(column, kind, fail) } as never)
    const data =
      kind === 's' || kind === 'ms' || kind === 'us' || kind === 'ns'
        ? instants(column as TimestampColumn, kind, fail)
        : numbers(column, kind, fail)
    return makeData({ type, length, nullCount: 0, ...nulls, data: own.of(data) } as never)
  }

  #dictionary(texts: readonly string[], fail: Fail): Vector {
    let vector = this.#dictionaries.get(texts)
    if (vector === undefined) {
      const { makeData, makeVector, Utf8 } = this.#arrow
      vector = makeVector(
        makeData({ type: new Utf8(), length: texts.length, ...variable(texts, 'text', fail) } as never),
      ) as Vector
      this.#dictionaries.set(texts, vector)
    }
    return vector
  }
}

/** No two columns of a batch share memory: the library writes what it meets again only once. */
class OwnMemory {
  readonly #taken: Uint8Array[] = []

  of<Values extends ArrayBufferView & { slice(): Values }>(values: Values): Values {
    const { buffer, byteOffset, byteLength } = values
    const isTaken = this.#taken.some(
      (other) =>
        other.buffer === buffer &&
        other.byteOffset < byteOffset + byteLength &&
        byteOffset < other.byteOffset + other.byteLength,
    )
    if (isTaken) return values.slice()
    this.#taken.push(new Uint8Array(buffer, byteOffset, byteLength))
    return values
  }
}

type Fail = (index: number, found: string, hint: string) => Error

const DECLARE = 'declare what the columns are:  columns: { ... }'
const ANOTHER = 'a value of another type than those of the first batch'

function kindOf(column: Column, hasDictionaries: boolean): ArrowKind {
  if (isTypedNumbers(column)) return numberTypeOf(column)
  if (Array.isArray(column)) return kindOfArray(column)
  const described = column as DescribedColumn
  if (described.type === 'Utf8') return hasDictionaries ? 'codes' : 'text'
  if (described.type === 'Bool') return 'boolean'
  if (described.type === 'Date') return 'date'
  return described.type === 'Timestamp' ? described.unit : described.type
}

function kindOfArray(values: readonly unknown[]): ArrowKind {
  const there = values.filter((value) => value !== null && value !== undefined)
  if (there.length === 0) return 'json'
  if (there.every((value) => typeof value === 'string')) return 'text'
  if (there.every((value) => value instanceof Uint8Array)) return 'bytes'
  return there.every((value) => value instanceof Date) ? 'ms' : 'json'
}

function typeFor(arrow: ArrowApi, kind: ArrowKind, column: Column): DataType {
  if (kind === 'codes') return new arrow.Dictionary(new arrow.Utf8(), indexType(arrow, column as TextColumn))
  if (kind === 'text' || kind === 'json') return new arrow.Utf8()
  if (kind === 'bytes') return new arrow.Binary()
  if (kind === 'boolean') return new arrow.Bool()
  if (kind === 'date') return new arrow.DateDay()
  if (kind === 's' || kind === 'ms' || kind === 'us' || kind === 'ns') {
    const units = { s: 'SECOND', ms: 'MILLISECOND', us: 'MICROSECOND', ns: 'NANOSECOND' } as const
    return new arrow.Timestamp(arrow.TimeUnit[units[kind]], 'UTC')
  }
  return new arrow[kind]()
}

/** Indices have a sign, as Arrow advises: the smallest that holds all codes. */
function indexType(arrow: ArrowApi, { codes, dictionary }: TextColumn) {
  if (codes instanceof Uint8Array && dictionary.length <= 128) return new arrow.Int8()
  return codes instanceof Uint16Array && dictionary.length <= 32_768 ? new arrow.Int16() : new arrow.Int32()
}

function indicesIn(type: DataType, codes: TextColumn['codes']): Int8Array | Int16Array | Int32Array {
  const { bitWidth } = (type as unknown as { indices: { bitWidth: number } }).indices
  const { buffer, byteOffset, length } = codes
  if (bitWidth === 8) return new Int8Array(buffer, byteOffset, length)
  if (bitWidth === 16) return new Int16Array(buffer, byteOffset, length)
  return codes.BYTES_PER_ELEMENT === 4 ? new Int32Array(buffer, byteOffset, length) : Int32Array.from(codes)
}

function fieldFor(arrow: ArrowApi, name: string, kind: ArrowKind, type: DataType): Field {
  const metadata = kind === 'json' ? new Map([JSON_EXTENSION as [string, string]]) : undefined
  return new arrow.Field(name, type, true, metadata)
}

function bitsOf(bytes: Uint8Array): Uint8Array {
  const bits = new Uint8Array((bytes.length + 7) >> 3)
  for (let index = 0; index < bytes.length; index++) bits[index >> 3]! |= (bytes[index]! & 1) << (index & 7)
  return bits
}

interface Variable {
  readonly valueOffsets: Int32Array
  readonly data: Uint8Array
  readonly nullBitmap: Uint8Array | undefined
  readonly nullCount: number
}

/** Texts and bytes one after the other. */
function variable(column: Column, kind: 'text' | 'bytes' | 'json', fail: Fail): Variable {
  const read: ReadElement = readerOf(column)
  const encode = ENCODE[kind]
  const { length } = column
  const valueOffsets = new Int32Array(length + 1)
  const bits = new Uint8Array((length + 7) >> 3)
  const pieces: Uint8Array[] = []
  let sizeBytes = 0
  let nullCount = 0
  for (let index = 0; index < length; index++) {
    const value = read(index)
    if (value === null) nullCount++
    else {
      const piece = encode(value, (found, hint) => fail(index, found, hint))
      pieces.push(piece)
      sizeBytes += piece.length
      if (sizeBytes >= 2 ** 31)
        throw fail(index, 'more than 2 GiB of texts in one batch', 'write it in smaller batches.')
      bits[index >> 3]! |= 1 << (index & 7)
    }
    valueOffsets[index + 1] = sizeBytes
  }
  return {
    valueOffsets,
    data: Buffer.concat(pieces, sizeBytes),
    nullBitmap: nullCount > 0 ? bits : undefined,
    nullCount,
  }
}

type Encode = (value: unknown, fail: (found: string, hint: string) => Error) => Uint8Array

const ENCODE: { readonly [Kind in 'text' | 'bytes' | 'json']: Encode } = {
  text: (value, fail) => {
    if (typeof value !== 'string') throw fail(ANOTHER, DECLARE)
    if (!isWellFormed(value)) throw fail(`a text with ${HALF_PAIR}`, 'mend the text:  text.toWellFormed()')
    return Buffer.from(value)
  },
  bytes: (value, fail) => {
    if (value instanceof Uint8Array) return value
    throw fail(ANOTHER, DECLARE)
  },
  json: (value, fail) => {
    const said = new JsonChecker({}).stringify(value)
    if ('text' in said) return Buffer.from(said.text)
    throw fail(...unsaid(said))
  },
}

function fromDates(column: readonly unknown[], kind: ArrowKind, fail: Fail) {
  const data = new BigInt64Array(column.length)
  const nullBitmap = new Uint8Array((column.length + 7) >> 3)
  let nullCount = 0
  for (const [index, value] of column.entries()) {
    if (value === null || value === undefined) nullCount++
    else {
      const instant = value instanceof Date && kind === 'ms' ? value.getTime() : Number.NaN
      if (Number.isNaN(instant)) throw fail(index, value instanceof Date ? 'an invalid Date' : ANOTHER, DECLARE)
      data[index] = BigInt(instant)
      nullBitmap[index >> 3]! |= 1 << (index & 7)
    }
  }
  return { data, nullCount, ...(nullCount > 0 && { nullBitmap }) }
}

function instants(column: TimestampColumn, unit: ArrowKind, fail: Fail): BigInt64Array {
  const { values } = column
  if (column.unit !== unit)
    throw fail(0, `timestamps in ${column.unit}, where those of the first batch are in ${unit}`, DECLARE)
  if (values instanceof BigInt64Array) return values
  return BigInt64Array.from(values, (value, index) => {
    if (Number.isInteger(value)) return BigInt(value)
    throw fail(index, `an instant that cannot be said in whole ${unit}`, 'round it, or give it in a finer unit.')
  })
}

function numbers(column: Column, kind: ArrowKind, fail: Fail): BigInt64Array {
  const values = isTypedNumbers(column) ? column : (column as { values?: unknown }).values
  const isSame =
    isTypedNumbers(values) && (kind === 'date' ? values instanceof Int32Array : numberTypeOf(values) === kind)
  if (isSame) return values as BigInt64Array
  throw fail(0, ANOTHER, DECLARE)
}

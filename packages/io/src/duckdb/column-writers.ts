// One writer for each column that goes to DuckDB: which type its vectors have, and how a part of it gets there.

import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api'
import type { BigIntArray, Column, NumberArray, TextColumn, TimestampColumn } from '../columns/column.ts'
import { isTypedNumbers, numberTypeOf, type DescribedColumn } from '../columns/column-types.ts'
import { hasValue, sliceBits } from '../columns/valid-bits.ts'
import { LONE_SURROGATE } from '../databases/json-text.ts'
import { arrayType } from './array-types.ts'
import type { Duckdb } from './load-duckdb.ts'
import { unwritable } from './unwritable.ts'

interface VectorWriter {
  /** Of the vectors: texts with a small dictionary are an enum, which DuckDB makes texts of. */
  readonly vectorType: DuckDBType
  write(chunk: DuckDBDataChunk, index: number, from: number, count: number): void
}

/** Writes rows `from` to `from + count` of one column into a chunk. */
export interface ColumnWriter extends VectorWriter {
  /** Of a column of a table, as SQL says it. */
  readonly sqlType: string
}

const SQL_TYPES = {
  Float64: 'DOUBLE',
  Float32: 'FLOAT',
  Int64: 'BIGINT',
  Int32: 'INTEGER',
  Int16: 'SMALLINT',
  Int8: 'TINYINT',
  Uint64: 'UBIGINT',
  Uint32: 'UINTEGER',
  Uint16: 'USMALLINT',
  Uint8: 'UTINYINT',
} as const

const TIMESTAMPS = { s: 'TIMESTAMP_S', ms: 'TIMESTAMP_MS', us: 'TIMESTAMP', ns: 'TIMESTAMP_NS' } as const

/** The type that a column has in DuckDB, as SQL says it. */
export function sqlTypeFor(name: string, column: Column, duckdb: Duckdb): string {
  if (isTypedNumbers(column)) return SQL_TYPES[numberTypeOf(column)]
  if (Array.isArray(column)) return arrayType(name, column, duckdb).sqlType
  const described = column as DescribedColumn
  switch (described.type) {
    case 'Utf8':
      return 'VARCHAR'
    case 'Bool':
      return 'BOOLEAN'
    case 'Date':
      return 'DATE'
    case 'Timestamp':
      return TIMESTAMPS[described.unit]
    default:
      return SQL_TYPES[described.type]
  }
}

/** @throws {io/unwritable-value} */
export function writerFor(name: string, column: Column, duckdb: Duckdb): ColumnWriter {
  return { sqlType: sqlTypeFor(name, column, duckdb), ...vectorWriter(name, column, duckdb) }
}

function vectorWriter(name: string, column: Column, duckdb: Duckdb): VectorWriter {
  if (isTypedNumbers(column)) return numbersWriter(column, undefined, duckdb)
  if (Array.isArray(column)) return arrayWriter(name, column, duckdb)
  const described = column as DescribedColumn
  const { valid } = described
  switch (described.type) {
    case 'Utf8':
      return textsWriter(name, described, duckdb)
    case 'Bool':
      return bytesWriter(duckdb.api.BOOLEAN, described.values, valid, duckdb, toBits)
    case 'Date':
      return bytesWriter(duckdb.api.DATE, described.values, valid, duckdb)
    case 'Timestamp': {
      return bytesWriter(duckdb.api[TIMESTAMPS[described.unit]], wholeUnits(name, described), valid, duckdb)
    }
    default:
      return numbersWriter(described.values, valid, duckdb)
  }
}

function numbersWriter(values: NumberArray | BigIntArray, valid: Uint8Array | undefined, duckdb: Duckdb): VectorWriter {
  return bytesWriter(duckdb.api[SQL_TYPES[numberTypeOf(values)]], values, valid, duckdb)
}

/** Any other byte than 0 and 1 would be no boolean. */
function toBits(values: NumberArray | BigIntArray): NumberArray | BigIntArray {
  return (values as Uint8Array).map((value) => (value === 0 ? 0 : 1))
}

function wholeUnits(name: string, { values, valid }: TimestampColumn): BigInt64Array {
  if (values instanceof BigInt64Array) return values
  const whole = new BigInt64Array(values.length)
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (Number.isFinite(value)) whole[row] = BigInt(Math.floor(value))
    else if (hasValue(valid, row)) throw unwritable(name, row, `${value}, which is no instant`, 'make it null.')
  }
  return whole
}

function bytesWriter(
  vectorType: DuckDBType,
  values: NumberArray | BigIntArray,
  valid: Uint8Array | undefined,
  { bindings }: Duckdb,
  prepare?: (values: NumberArray | BigIntArray) => NumberArray | BigIntArray,
): VectorWriter {
  const sizeBytes = values.BYTES_PER_ELEMENT
  return {
    vectorType,
    write: (chunk, index, from, count) => {
      const part = values.subarray(from, from + count)
      const { buffer, byteOffset } = prepare?.(part) ?? part
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
      bindings.copy_data_to_vector(vector, 0, buffer, byteOffset, count * sizeBytes)
      writeValid(bindings, vector, sliceBits(valid, from, from + count), count)
    },
  }
}

/** A chunk that was used before may still have the bits of then: it is reset before. */
function writeValid(
  bindings: Duckdb['bindings'],
  vector: Parameters<Duckdb['bindings']['vector_get_data']>[0],
  bits: Uint8Array | undefined,
  count: number,
): void {
  if (!bits) return
  const sizeBytes = Math.ceil(count / 64) * 8
  const words = new Uint8Array(sizeBytes)
  words.set(bits.subarray(0, sizeBytes))
  bindings.vector_ensure_validity_writable(vector)
  bindings.copy_data_to_vector_validity(vector, 0, words.buffer, 0, sizeBytes)
}

/** Above, making the type of an enum costs more than writing the texts. */
const LARGEST_ENUM = 0xffff

function textsWriter(name: string, column: TextColumn, duckdb: Duckdb): VectorWriter {
  const { dictionary } = column
  const isEnum = dictionary.length > 0 && dictionary.length <= LARGEST_ENUM && dictionary.length * 2 <= column.length
  assertWritable(name, column)
  // What C sees as the end of a text is none; an enum does not know its lengths, and may have nothing twice.
  const isPlain =
    isEnum && dictionary.every((text) => !text.includes('\0')) && new Set(dictionary).size === dictionary.length
  return isPlain ? enumWriter(column, duckdb) : varcharWriter(column, duckdb)
}

function assertWritable(name: string, { codes, dictionary, valid, length }: TextColumn): void {
  const broken = new Set<number>()
  dictionary.forEach((text, code) => {
    if (typeof text !== 'string' || LONE_SURROGATE.test(text)) broken.add(code)
  })
  for (let row = 0; row < length; row++) {
    const code = codes[row]!
    const isBroken = broken.size > 0 && broken.has(code)
    const isText = code >= 0 && code < dictionary.length
    if ((isText && !isBroken) || !hasValue(valid, row)) continue
    const found = isBroken ? 'half of a pair of surrogates, which UTF-8 cannot say' : `no text has the code ${code}`
    throw unwritable(name, row, found, 'mend the text:  text.toWellFormed()')
  }
}

function enumWriter({ codes, dictionary, valid }: TextColumn, duckdb: Duckdb): VectorWriter {
  const Codes = dictionary.length <= 0xff ? Uint8Array : Uint16Array
  const size = dictionary.length
  // A code at a null may be any; in an enum it would be an address of nothing.
  const known = new Codes(codes.length)
  for (let row = 0; row < known.length; row++) known[row] = codes[row]! >= 0 && codes[row]! < size ? codes[row]! : 0
  return bytesWriter(duckdb.api.ENUM(dictionary), known, valid, duckdb)
}

function varcharWriter({ codes, dictionary, valid }: TextColumn, { api, bindings }: Duckdb): VectorWriter {
  return {
    vectorType: api.VARCHAR,
    write: (chunk, index, from, count) => {
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
      for (let row = 0; row < count; row++) {
        if (!hasValue(valid, from + row)) continue
        bindings.vector_assign_string_element_len(vector, row, Buffer.from(dictionary[codes[from + row]!]!))
      }
      writeValid(bindings, vector, sliceBits(valid, from, from + count), count)
    },
  }
}

function arrayWriter(name: string, values: readonly unknown[], duckdb: Duckdb): VectorWriter {
  const { vectorType, toValue } = arrayType(name, values, duckdb)
  return {
    vectorType,
    write: (chunk, index, from, count) => {
      const vector = chunk.getColumnVector(index)
      for (let row = 0; row < count; row++) {
        const value = values[from + row] ?? null
        vector.setItem(row, value === null ? null : toValue(value, from + row))
      }
      vector.flush()
    },
  }
}

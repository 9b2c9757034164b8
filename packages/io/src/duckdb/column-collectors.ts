// One collector for each column of a result: whole vectors in, a column out. Which one it is, the type of DuckDB says.

import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api'
import type { Column, NumberArray, BigIntArray, TextColumn, TimestampColumn } from '../columns/column.ts'
import type { ColumnDeclaration } from '../columns/table-schema.ts'
import { GrowingValid, GrowingValues } from './growing-values.ts'
import type { Duckdb, RawVector } from './load-duckdb.ts'
import { MOST_EXACT_DIGITS, plainValue } from './plain-value.ts'
import { TextCollector } from './read-texts.ts'

/** Gathers one column. Memory of a chunk is copied: the chunk may be gone afterwards. */
export interface ColumnCollector {
  readonly add: (chunk: DuckDBDataChunk, count: number) => void
  readonly finish: () => Column
}

interface Place {
  readonly duckdb: Duckdb
  /** Number of the column in the result. */
  readonly index: number
  readonly expectedRows: number
}

type NumbersClass = { new (length: number): NumberArray | BigIntArray; readonly BYTES_PER_ELEMENT: number }

const NUMBERS: { readonly [type: string]: NumbersClass } = {
  TINYINT: Int8Array,
  SMALLINT: Int16Array,
  INTEGER: Int32Array,
  BIGINT: BigInt64Array,
  UTINYINT: Uint8Array,
  USMALLINT: Uint16Array,
  UINTEGER: Uint32Array,
  UBIGINT: BigUint64Array,
  FLOAT: Float32Array,
  DOUBLE: Float64Array,
}

const UNITS: { readonly [type: string]: TimestampColumn['unit'] } = {
  TIMESTAMP_S: 's',
  TIMESTAMP_MS: 'ms',
  TIMESTAMP: 'us',
  TIMESTAMP_TZ: 'us',
  TIMESTAMP_NS: 'ns',
}

const AS_PRINTED = ['TIME', 'TIME_TZ', 'TIME_NS', 'INTERVAL', 'UUID', 'BIT']

/** @param declared what the user says of this column, if anything: a decimal declared as `float64` is one */
export function collectorFor(type: DuckDBType, declared: ColumnDeclaration | undefined, place: Place): ColumnCollector {
  const name = place.duckdb.api.DuckDBTypeId[type.typeId]
  const numbers = NUMBERS[name]
  if (numbers) return numberCollector(numbers, place)
  const unit = UNITS[name]
  if (unit) return timestampCollector(unit, place)
  if (name === 'BOOLEAN') return booleanCollector(place)
  if (name === 'DATE') return dateCollector(place)
  if (name === 'VARCHAR') return type.alias === 'JSON' ? jsonCollector(place) : textCollector(place)
  if ('internalTypeId' in type) return enumCollector(type.values, place)
  if ('width' in type && 'scale' in type) {
    const isNumber = type.width <= MOST_EXACT_DIGITS || declared?.startsWith('float64')
    return isNumber ? decimalCollector(type, place) : printedCollector(place)
  }
  return AS_PRINTED.includes(name) ? printedCollector(place) : valueCollector(place)
}

/** Vectors of elements of one size, copied as they are. */
function bytesCollector<Array extends NumberArray | BigIntArray>(
  elements: { new (length: number): Array; readonly BYTES_PER_ELEMENT: number },
  { duckdb: { bindings }, index, expectedRows }: Place,
  finish: (values: Array, valid: Uint8Array | undefined) => Column,
): ColumnCollector {
  const sizeBytes = elements.BYTES_PER_ELEMENT
  const values = new GrowingValues<Array>((length) => new elements(length), expectedRows)
  const valid = new GrowingValid()
  return {
    add: (chunk, count) => {
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
      const data = bindings.vector_get_data(vector, count * sizeBytes)
      const room = values.next(count)
      new Uint8Array(room.buffer, room.byteOffset, room.byteLength).set(data.subarray(0, count * sizeBytes))
      valid.add(validOf(bindings, vector, count), count)
    },
    finish: () => {
      const bits = valid.finish()
      const all = values.finish()
      if (bits) clearMissing(all, bits)
      return finish(all, bits)
    },
  }
}

/** What DuckDB leaves at a null is what was there before: equal columns have equal bytes. */
function clearMissing(values: NumberArray | BigIntArray, valid: Uint8Array): void {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT } = values
  // Zero has the same bytes in all types of one size.
  const elements = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array }[BYTES_PER_ELEMENT]!
  const numbers = new elements(buffer as ArrayBuffer, byteOffset, length)
  for (let byte = 0; byte < valid.length; byte++) {
    for (let missing = ~valid[byte]! & 0xff; missing !== 0; missing &= missing - 1) {
      const row = byte * 8 + 31 - Math.clz32(missing & -missing)
      if (row < length) numbers[row] = 0
    }
  }
}

function validOf(bindings: Duckdb['bindings'], vector: RawVector, count: number): Uint8Array | undefined {
  return bindings.vector_get_validity(vector, Math.ceil(count / 64) * 8) ?? undefined
}

function numberCollector(elements: NumbersClass, place: Place): ColumnCollector {
  const type = elements.name.replace(/^Big|Array$/g, '')
  return bytesCollector(elements, place, (values, valid) =>
    valid ? ({ type, length: values.length, values, valid } as Column) : values,
  )
}

function timestampCollector(unit: TimestampColumn['unit'], place: Place): ColumnCollector {
  return bytesCollector(BigInt64Array, place, (values, valid) => ({
    type: 'Timestamp',
    unit,
    length: values.length,
    values,
    ...(valid && { valid }),
  }))
}

function dateCollector(place: Place): ColumnCollector {
  return bytesCollector(Int32Array, place, (values, valid) => ({
    type: 'Date',
    length: values.length,
    values,
    ...(valid && { valid }),
  }))
}

function booleanCollector(place: Place): ColumnCollector {
  return bytesCollector(Uint8Array, place, (values, valid) => ({
    type: 'Bool',
    length: values.length,
    values,
    ...(valid && { valid }),
  }))
}

function textCollector({ duckdb: { bindings }, index, expectedRows }: Place): ColumnCollector {
  const texts = new TextCollector(bindings, expectedRows)
  const valid = new GrowingValid()
  return {
    add: (chunk, count) => {
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index)
      const bits = validOf(bindings, vector, count)
      texts.add(bindings.vector_get_data(vector, count * 16), count, bits)
      valid.add(bits, count)
    },
    finish: () => texts.finish(valid.finish()),
  }
}

/** The dictionary is that of the type, whether all of it is used or not. */
function enumCollector(dictionary: readonly string[], place: Place): ColumnCollector {
  const codes = dictionary.length <= 0xff ? Uint8Array : dictionary.length <= 0xffff ? Uint16Array : Uint32Array
  return bytesCollector<NumberArray>(codes, place, (values, valid) => {
    return { type: 'Utf8', length: values.length, codes: values, dictionary, ...(valid && { valid }) } as TextColumn
  })
}

function decimalCollector(type: { readonly width: number; readonly scale: number }, place: Place): ColumnCollector {
  const { width, scale } = type
  if (width > 18) return printedNumberCollector(place)
  const stored = width <= 4 ? Int16Array : width <= 9 ? Int32Array : BigInt64Array
  const factor = 10 ** scale
  return bytesCollector<NumberArray | BigIntArray>(stored, place, (values, valid) => {
    const numbers = new Float64Array(values.length)
    for (let row = 0; row < values.length; row++) numbers[row] = Number(values[row]) / factor
    return valid ? { type: 'Float64', length: numbers.length, values: numbers, valid } : numbers
  })
}

function printedNumberCollector(place: Place): ColumnCollector {
  const collector = valueCollector(place)
  return {
    add: collector.add,
    finish: () => {
      const valid = new GrowingValid()
      const texts = collector.finish() as readonly (string | null)[]
      const values = Float64Array.from(texts, (text) => (text === null ? 0 : Number(text)))
      const bits = new Uint8Array((texts.length + 7) >> 3)
      texts.forEach((text, row) => (bits[row >> 3]! |= Number(text !== null) << (row & 7)))
      valid.add(bits, texts.length)
      const missing = texts.includes(null) ? valid.finish() : undefined
      return missing ? { type: 'Float64', length: values.length, values, valid: missing } : values
    },
  }
}

/** Values that are texts once printed. */
function printedCollector({ duckdb: { bindings }, index, expectedRows }: Place): ColumnCollector {
  const texts = new TextCollector(bindings, expectedRows)
  const valid = new GrowingValid()
  return {
    add: (chunk, count) => {
      const vector = chunk.getColumnVector(index)
      const bits = validOf(bindings, bindings.data_chunk_get_vector(chunk.chunk, index), count)
      texts.addTexts(Array.from({ length: count }, (_, row) => vector.getItem(row)?.toString() ?? null))
      valid.add(bits, count)
    },
    finish: () => texts.finish(valid.finish()),
  }
}

/** Anything else: nested values, big integers, blobs. */
function valueCollector({ duckdb: { api }, index }: Place): ColumnCollector {
  const values: unknown[] = []
  return {
    add: (chunk, count) => {
      const vector = chunk.getColumnVector(index)
      for (let row = 0; row < count; row++) values.push(plainValue(vector.getItem(row), api))
    },
    finish: () => values,
  }
}

function jsonCollector({ index }: Place): ColumnCollector {
  const values: unknown[] = []
  return {
    add: (chunk, count) => {
      const vector = chunk.getColumnVector(index)
      for (let row = 0; row < count; row++) {
        const text = vector.getItem(row)
        values.push(text === null ? null : JSON.parse(String(text)))
      }
    },
    finish: () => values,
  }
}

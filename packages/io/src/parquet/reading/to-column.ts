// A leaf without lists as a column: what the schema says of its numbers and bytes.

import type { SchemaElement, TimeUnit } from 'hyparquet'
import type { Column, NullableColumn } from '../../columns/column.ts'
import { numberTypeOf } from '../../columns/column-types.ts'
import { decimalColumn, float16 } from '../../columns/decimals.ts'
import { hasValue } from '../../columns/valid-bits.ts'
import { LeafTexts, textReader } from './leaf-texts.ts'
import type { Leaf } from './read-leaf.ts'
import { Unreadable } from './unreadable.ts'

/** Bits of a flat leaf; undefined when nothing is missing. */
export function validOf({ definitions, length, hasNulls }: Leaf): Uint8Array | undefined {
  if (!hasNulls || definitions === undefined) return undefined
  const valid = new Uint8Array((length + 7) >> 3)
  for (let index = 0; index < length; index++) valid[index >> 3]! |= definitions[index]! << (index & 7)
  return valid
}

/**
 * A column of the values of a leaf.
 *
 * @param length of the values that count
 * @param valid bits of those that are there
 */
export function toColumn(leaf: Leaf, length: number, valid: Uint8Array | undefined): Column {
  const { element } = leaf.node
  const { store } = leaf
  const missing = valid && { valid }
  if (store instanceof LeafTexts) return textColumn(store, length, valid)
  const { values } = store
  if (element.type === 'BOOLEAN') {
    return { type: 'Bool', length, values: (values as Uint8Array).subarray(0, length), ...missing }
  }
  if (Array.isArray(values)) return bytesColumn(element, values.slice(0, length), valid)
  const numbers = (values as unknown as Float64Array).subarray(0, length)
  return numbersColumn(element, numbers, valid)
}

type StoredNumbers = Int32Array | BigInt64Array | Float32Array | Float64Array

const UNITS: { readonly [Unit in TimeUnit]: 'ms' | 'us' | 'ns' } = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' }

function numbersColumn(element: SchemaElement, values: StoredNumbers, valid: Uint8Array | undefined): Column {
  const { converted_type: converted, logical_type: logical } = element
  const { length } = values
  const missing = valid && { valid }
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    return decimals(element, Array.from(values as ArrayLike<number | bigint>, BigInt), valid)
  }
  if (values instanceof Int32Array) {
    if (converted === 'DATE' || logical?.type === 'DATE') return { type: 'Date', length, values, ...missing }
    return numbers(narrowed(values, element), valid)
  }
  if (values instanceof BigInt64Array) {
    const unit = timestampUnit(element)
    if (unit !== undefined) return { type: 'Timestamp', unit, length, values, ...missing }
    const isUnsigned = converted === 'UINT_64' || (logical?.type === 'INTEGER' && !logical.isSigned)
    if (isUnsigned) return numbers(new BigUint64Array(values.buffer, values.byteOffset, length), valid)
  }
  return numbers(values, valid)
}

function timestampUnit({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): 'ms' | 'us' | 'ns' | undefined {
  if (logical?.type === 'TIMESTAMP') return UNITS[logical.unit]
  if (converted === 'TIMESTAMP_MILLIS') return 'ms'
  return converted === 'TIMESTAMP_MICROS' ? 'us' : undefined
}

/** 8 and 16 bits, and 32 without a sign, are stored as 32 with one. */
function narrowed(values: Int32Array, { converted_type: converted, logical_type: logical }: SchemaElement) {
  const bits = logical?.type === 'INTEGER' ? logical.bitWidth : Number(/^U?INT_(8|16|32)$/.exec(converted ?? '')?.[1])
  const isSigned = logical?.type === 'INTEGER' ? logical.isSigned : !converted?.startsWith('UINT_')
  if (bits === 8) return isSigned ? Int8Array.from(values) : Uint8Array.from(values)
  if (bits === 16) return isSigned ? Int16Array.from(values) : Uint16Array.from(values)
  return bits === 32 && !isSigned ? new Uint32Array(values.buffer, values.byteOffset, values.length) : values
}

function numbers(values: NullableColumn['values'], valid: Uint8Array | undefined): Column {
  if (valid === undefined) return values
  return { type: numberTypeOf(values), length: values.length, values, valid }
}

function textColumn({ values, texts, isCoded }: LeafTexts, length: number, valid: Uint8Array | undefined): Column {
  if (!isCoded) {
    return Array.from({ length }, (_, index) => (hasValue(valid, index) ? texts[values[index] as number]! : null))
  }
  const used = (values as Uint32Array).subarray(0, length)
  const codes = texts.length <= 256 ? Uint8Array.from(used) : texts.length <= 65_536 ? Uint16Array.from(used) : used
  return { type: 'Utf8', length, codes, dictionary: texts, ...(valid && { valid }) }
}

function bytesColumn(element: SchemaElement, values: unknown[], valid: Uint8Array | undefined): Column {
  const { type, converted_type: converted, logical_type: logical } = element
  const each = <Value>(read: (bytes: Uint8Array) => Value): (Value | null)[] =>
    values.map((value, index) => (hasValue(valid, index) ? read(value as Uint8Array) : null))
  if (type === 'INT96') return instantsOf96(values as Uint8Array[], valid)
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const unscaled = values.map((value, index) => (hasValue(valid, index) ? bigEndian(value as Uint8Array) : 0n))
    return decimals(element, unscaled, valid)
  }
  if (logical?.type === 'FLOAT16') {
    return numbers(
      Float32Array.from(
        each((bytes) => float16(bytes[0]! | (bytes[1]! << 8))),
        (value) => value ?? 0,
      ),
      valid,
    )
  }
  if (logical?.type === 'UUID') return each(uuidText)
  if (converted === 'JSON' || logical?.type === 'JSON') return each(parsedJson)
  if (converted === 'INTERVAL') return each(intervalOf)
  return each((bytes) => bytes)
}

/** Nanoseconds of a day, and the Julian number of the day; from before there were timestamps. */
function instantsOf96(values: readonly Uint8Array[], valid: Uint8Array | undefined): Column {
  const nanoseconds = new BigInt64Array(values.length)
  for (const [index, bytes] of values.entries()) {
    if (!hasValue(valid, index)) continue
    const view = new DataView(bytes.buffer, bytes.byteOffset, 12)
    const instant = (BigInt(view.getInt32(8, true)) - 2_440_588n) * 86_400_000_000_000n + view.getBigInt64(0, true)
    if (BigInt.asIntN(64, instant) !== instant) throw new Unreadable('an instant beyond what nanoseconds can say')
    nanoseconds[index] = instant
  }
  return { type: 'Timestamp', unit: 'ns', length: values.length, values: nanoseconds, ...(valid && { valid }) }
}

function decimals(element: SchemaElement, unscaled: readonly bigint[], valid: Uint8Array | undefined): Column {
  const { logical_type: logical } = element
  const { scale, precision } =
    logical?.type === 'DECIMAL' ? logical : { scale: element.scale ?? 0, precision: element.precision ?? 99 }
  if (!(scale >= 0 && scale <= 1000)) throw new Unreadable(`decimals with ${scale} digits after the point`)
  return decimalColumn(unscaled, { precision, scale }, valid)
}

function bigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`))
}

function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textReader(bytes)(0, bytes.length))
  } catch {
    throw new Unreadable('a value in a column of JSON that is no JSON')
  }
}

function intervalOf(bytes: Uint8Array): { months: number; days: number; milliseconds: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12)
  return { months: view.getUint32(0, true), days: view.getUint32(4, true), milliseconds: view.getUint32(8, true) }
}

// One piece of a column of Arrow. Lengths are compared with what is stored: a file may claim anything.

import type { Column, NullableColumn, TextColumn, TimestampColumn } from '../columns/column.ts'
import { isTypedNumbers, numberTypeOf } from '../columns/column-types.ts'
import { decimalColumn, float16 } from '../columns/decimals.ts'
import { createColumnsBuilder, readerOf, type ReadElement } from '../columns/index.ts'
import { hasValue, sliceBits } from '../columns/valid-bits.ts'
import { TYPE, type ArrowData } from './arrow-form.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

/** @throws {UnreadableArrow} */
export function pieceColumn(piece: ArrowData): Column {
  const { type, length } = piece
  const valid = validOf(piece)
  const missing = valid && { valid }
  switch (type.typeId) {
    case TYPE.null:
      return nulls(length)
    case TYPE.int:
    case TYPE.time:
    case TYPE.duration:
      return numbers(stored(piece), valid)
    case TYPE.float:
      return numbers(type.precision === 0 ? halves(stored(piece)) : stored(piece), valid)
    case TYPE.bool:
      return { type: 'Bool', length, values: bytesOfBits(piece), ...missing }
    case TYPE.date:
      if (type.unit !== 0) return instants(piece, 'ms', valid)
      return { type: 'Date', length, values: stored(piece) as Int32Array, ...missing }
    case TYPE.timestamp:
      return instants(piece, (['s', 'ms', 'us', 'ns'] as const)[type.unit ?? 1]!, valid)
    case TYPE.dictionary:
      return coded(piece, valid)
    case TYPE.utf8:
    case TYPE.largeUtf8:
      return texts(piece, valid)
    case TYPE.decimal:
      return decimals(piece, valid)
    default:
      return lists(piece, valid)
  }
}

const MOST_NULLS = 2 ** 26

/** They take no room in a file, however many there are. */
function nulls(length: number): Column {
  if (length > MOST_NULLS) throw new UnreadableArrow(`${length} nulls without a type`)
  return Array.from({ length }, () => null)
}

function validOf({ nullCount, nullBitmap, offset, length }: ArrowData): Uint8Array | undefined {
  if (nullCount === 0 || nullBitmap === undefined || nullBitmap.length === 0) return undefined
  if (nullBitmap.length * 8 < offset + length) throw tooShort(length)
  return sliceBits(nullBitmap, offset, offset + length)
}

type Stored = NullableColumn['values']

/** The numbers that are stored, `each` of them for an element. */
function stored({ values, length }: ArrowData, each = 1): Stored {
  if (length * each === 0) return isTypedNumbers(values) ? values.subarray(0, 0) : new Int32Array(0)
  if (!isTypedNumbers(values) || values.length < length * each) throw tooShort(length)
  return values.subarray(0, length * each)
}

function tooShort(length: number): UnreadableArrow {
  return new UnreadableArrow(`it claims ${length} elements, and has fewer`)
}

function numbers(values: Stored, valid: Uint8Array | undefined): Column {
  if (valid === undefined) return values
  return { type: numberTypeOf(values), length: values.length, values, valid }
}

function halves(values: Stored): Float32Array {
  return Float32Array.from(values as Uint16Array, float16)
}

function bytesOfBits({ values, offset, length }: ArrowData): Uint8Array {
  const bytes = new Uint8Array(length)
  if (length === 0) return bytes
  if (!(values instanceof Uint8Array) || values.length * 8 < offset + length) throw tooShort(length)
  for (let index = 0; index < length; index++)
    bytes[index] = (values[(offset + index) >> 3]! >> ((offset + index) & 7)) & 1
  return bytes
}

function instants(piece: ArrowData, unit: TimestampColumn['unit'], valid: Uint8Array | undefined): Column {
  const values = stored(piece)
  if (values.length > 0 && !(values instanceof BigInt64Array)) throw new UnreadableArrow('timestamps of 32 bits')
  const instant = values instanceof BigInt64Array ? values : new BigInt64Array(0)
  return { type: 'Timestamp', unit, length: piece.length, values: instant, ...(valid && { valid }) }
}

/** Texts keep their codes; anything else is looked up. */
function coded(piece: ArrowData, valid: Uint8Array | undefined): Column {
  const codes = codesOf(piece)
  const { length } = piece
  const entries = (piece.dictionary?.data ?? []).map((part) => pieceColumn(part))
  const builder = createColumnsBuilder()
  for (const entry of entries) builder.add({ entry })
  const dictionary = entries.length === 1 ? entries[0]! : (builder.finish()['entry'] ?? [])
  const read: ReadElement = readerOf(dictionary)
  let most = -1
  for (let index = 0; index < length; index++) {
    if (codes[index]! > most && hasValue(valid, index)) most = codes[index]!
  }
  if (most >= dictionary.length) throw new UnreadableArrow(`a code of ${most}, in a dictionary of ${dictionary.length}`)
  const distinct = Array.from({ length: dictionary.length }, (_, index) => read(index))
  const isText = distinct.every((text) => typeof text === 'string') && new Set(distinct).size === distinct.length
  if (isText) return { type: 'Utf8', length, codes, dictionary: distinct, ...(valid && { valid }) }
  const looked = Array.from(codes as Uint32Array, (code, index) => (hasValue(valid, index) ? distinct[code] : null))
  return packed(looked)
}

/** Codes are not negative: those with a sign are read without one, in the same memory. */
function codesOf(piece: ArrowData): TextColumn['codes'] {
  const codes = stored(piece)
  const { buffer, byteOffset, length } = codes
  if (codes instanceof Int8Array) return new Uint8Array(buffer, byteOffset, length)
  if (codes instanceof Int16Array) return new Uint16Array(buffer, byteOffset, length)
  if (codes instanceof Int32Array) return new Uint32Array(buffer, byteOffset, length)
  if (codes instanceof BigInt64Array || codes instanceof BigUint64Array) {
    return Uint32Array.from(codes as BigInt64Array, (code) => Math.min(Number(code), 2 ** 32 - 1))
  }
  return codes as TextColumn['codes']
}

function packed(values: readonly unknown[]): Column {
  const builder = createColumnsBuilder()
  builder.add({ values })
  return builder.finish()['values'] ?? []
}

function texts(piece: ArrowData, valid: Uint8Array | undefined): Column {
  const { values, length } = piece
  const bytes = values instanceof Uint8Array ? values : new Uint8Array(0)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const bounds = boundsOf(piece, bytes.length)
  return packed(
    Array.from({ length }, (_, index) =>
      hasValue(valid, index) ? buffer.toString('utf8', bounds(index), bounds(index + 1)) : null,
    ),
  )
}

/** Where elements begin within what they lie in, and the last one ends. */
function boundsOf({ valueOffsets, length }: ArrowData, most: number): (index: number) => number {
  if (length === 0) return () => 0
  if (valueOffsets === undefined || valueOffsets.length <= length) throw tooShort(length)
  let last = 0
  for (let index = 0; index <= length; index++) {
    const bound = Number(valueOffsets[index])
    if (bound < last || bound > most) throw new UnreadableArrow(`an element that ends at ${bound} of ${most}`)
    last = bound
  }
  return (index) => Number(valueOffsets[index])
}

/** Whole numbers of 32-bit words, the lowest first. */
function decimals(piece: ArrowData, valid: Uint8Array | undefined): Column {
  const { precision = 99, scale = 0, bitWidth = 128 } = piece.type
  if (![32, 64, 128, 256].includes(bitWidth)) throw new UnreadableArrow(`decimals of ${bitWidth} bits`)
  const each = bitWidth / 32
  const words = stored(piece, each) as Uint32Array
  const unscaled = Array.from({ length: piece.length }, (_, index) => {
    let value = 0n
    for (let word = each - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[index * each + word]! >>> 0)
    return BigInt.asIntN(bitWidth, value)
  })
  return decimalColumn(unscaled, { precision, scale }, valid)
}

/** Bytes, lists, records and maps: an array. */
function lists(piece: ArrowData, valid: Uint8Array | undefined): Column {
  const read = elementReader(piece)
  return Array.from({ length: piece.length }, (_, index) => (hasValue(valid, index) ? read(index) : null))
}

function elementReader(piece: ArrowData): ReadElement {
  const { type, children, length } = piece
  const childColumn = (): Column => {
    if (children[0] === undefined) throw tooShort(length)
    return pieceColumn(children[0])
  }
  switch (type.typeId) {
    case TYPE.binary:
    case TYPE.largeBinary: {
      const bytes = piece.values instanceof Uint8Array ? piece.values : new Uint8Array(0)
      const bounds = boundsOf(piece, bytes.length)
      return (index) => new Uint8Array(bytes.subarray(bounds(index), bounds(index + 1)))
    }
    case TYPE.fixedSizeBinary: {
      const width = type.byteWidth ?? 0
      const bytes = stored(piece, width) as Uint8Array
      return (index) => new Uint8Array(bytes.subarray(index * width, (index + 1) * width))
    }
    case TYPE.list:
    case TYPE.largeList: {
      const items = childColumn()
      return listReader(readerOf(items), boundsOf(piece, items.length))
    }
    case TYPE.fixedSizeList: {
      const [items, size] = [childColumn(), type.listSize ?? 0]
      if (items.length < length * size) throw tooShort(length)
      return listReader(readerOf(items), (index) => index * size)
    }
    case TYPE.map: {
      const entries = children[0]
      const [keys, values] = (entries?.children ?? []).map((child) => readerOf(pieceColumn(child)))
      if (entries === undefined || !keys || !values) throw tooShort(length)
      return listReader((at) => ({ key: keys(at), value: values(at) }), boundsOf(piece, entries.length))
    }
    case TYPE.struct: {
      const fields = children.map((child, at) => {
        const column = pieceColumn(child)
        if (column.length < length) throw tooShort(length)
        return { name: type.children![at]!.name, read: readerOf(column) as ReadElement }
      })
      return (index) => Object.fromEntries(fields.map(({ name, read }) => [name, read(index)]))
    }
    default:
      throw new UnreadableArrow(`it is of the type ${type.toString()}, which has no form here`)
  }
}

function listReader(item: ReadElement, bounds: (index: number) => number): ReadElement {
  return (index) => {
    const from = bounds(index)
    return Array.from({ length: bounds(index + 1) - from }, (_, at) => item(from + at))
  }
}

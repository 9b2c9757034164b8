// Encodings by differences and by split bytes. https://parquet.apache.org/docs/file-format/data-pages/encodings/

import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import type { PageBytes } from './leaf-values.ts'
import { Unreadable } from './unreadable.ts'

interface Reader {
  readonly view: DataView
  offset: number
}

/** Numbers or byte arrays of a page; undefined for an encoding that is not known. */
export function decodeOther(
  encoding: string,
  page: PageBytes,
  count: number,
  type: string,
  fixedLength: number | undefined,
): ArrayLike<unknown> | undefined {
  const { bytes, offset } = page
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset }
  if (encoding === 'DELTA_BINARY_PACKED') return deltas(reader, count, type === 'INT32')
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') return pieces(reader, deltas(reader, count, true) as Int32Array, bytes)
  if (encoding === 'DELTA_BYTE_ARRAY') return prefixed(reader, count, bytes)
  if (encoding === 'BYTE_STREAM_SPLIT') return split(page, count, type, fixedLength)
  return undefined
}

function deltas(reader: Reader, count: number, is32: boolean): Int32Array | BigInt64Array {
  const start = reader.offset
  const blockSize = varInt(reader)
  const miniblocks = varInt(reader)
  const claimed = varInt(reader)
  const size = blockSize / miniblocks
  if (!(blockSize <= 1 << 20 && Number.isInteger(size / 8) && size > 0)) {
    throw new Unreadable(`differences in ${miniblocks} blocks of ${blockSize}`)
  }
  if (claimed !== count) throw new Unreadable(`differences of ${claimed} values, where ${count} are due`)
  if (is32 || count === 0) return deltas32(reader, count, miniblocks, size)
  reader.offset = start
  const values = new BigInt64Array(count)
  deltaBinaryUnpack(reader, count, values)
  return values
}

/** All arithmetic is modulo 2^32: numbers without a sign take 33 bits, which the library does not read. */
function deltas32(reader: Reader, count: number, miniblocks: number, size: number): Int32Array {
  const { view } = reader
  const values = new Int32Array(count)
  let value = zigZag(reader) | 0
  if (count > 0) values[0] = value
  let index = 1
  while (index < count) {
    const least = zigZag(reader) | 0
    const widths = reader.offset
    let offset = widths + miniblocks
    for (let miniblock = 0; miniblock < miniblocks && index < count; miniblock++) {
      const width = view.getUint8(widths + miniblock)
      const end = offset + (size * width) / 8
      let bit = offset * 8
      for (const last = Math.min(count, index + size); index < last; bit += width) {
        value = (value + least + bitsAt(view, bit, Math.min(width, 32))) | 0
        values[index++] = value
      }
      offset = end
    }
    reader.offset = offset
  }
  return values
}

function bitsAt(view: DataView, bit: number, width: number): number {
  let bits = 0
  for (let read = 0; read < width;) {
    const at = bit + read
    const taken = Math.min(8 - (at & 7), width - read)
    bits |= ((view.getUint8(at >> 3) >> (at & 7)) & ((1 << taken) - 1)) << read
    read += taken
  }
  return bits
}

/** Exact below 2^53. */
function zigZag(reader: Reader): number {
  const value = varInt(reader)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function varInt(reader: Reader): number {
  let value = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.view.getUint8(reader.offset++)
    value += (byte & 127) * 2 ** shift
    if (byte < 128) return value
  }
  throw new Unreadable('a number of more than 64 bits')
}

function pieces(reader: Reader, lengths: Int32Array, bytes: Uint8Array): Uint8Array[] {
  return Array.from(lengths, (length) => {
    const from = reader.offset
    reader.offset += length
    if (length < 0 || reader.offset > bytes.length) throw new Unreadable('a page ends too early')
    return bytes.subarray(from, reader.offset)
  })
}

/** What values repeat of those before them may not grow without bound. */
const MOST_REPEATED_BYTES = 2 ** 28

function prefixed(reader: Reader, count: number, bytes: Uint8Array): Uint8Array[] {
  const prefixes = deltas(reader, count, true) as Int32Array
  const suffixes = pieces(reader, deltas(reader, count, true) as Int32Array, bytes)
  let before = new Uint8Array(0)
  let repeatedBytes = 0
  return suffixes.map((suffix, index) => {
    const prefix = prefixes[index]!
    repeatedBytes += prefix
    if (prefix < 0 || prefix > before.length || repeatedBytes > MOST_REPEATED_BYTES) {
      throw new Unreadable(`a value that repeats ${prefix} bytes of the one before it`)
    }
    if (prefix > 0) {
      const whole = new Uint8Array(prefix + suffix.length)
      whole.set(before.subarray(0, prefix))
      whole.set(suffix, prefix)
      before = whole
    } else before = suffix as Uint8Array<ArrayBuffer>
    return before
  })
}

const WIDTHS: Readonly<Record<string, number>> = { INT32: 4, FLOAT: 4, INT64: 8, DOUBLE: 8 }

function split({ bytes, offset }: PageBytes, count: number, type: string, fixedLength = 0): ArrayLike<unknown> {
  const width = WIDTHS[type] ?? fixedLength
  if (width <= 0 || count * width > bytes.length - offset) throw new Unreadable('a page ends too early')
  const joined = new Uint8Array(count * width)
  for (let part = 0; part < width; part++) {
    for (let index = 0; index < count; index++) joined[index * width + part] = bytes[offset + part * count + index]!
  }
  if (type === 'INT32') return new Int32Array(joined.buffer)
  if (type === 'FLOAT') return new Float32Array(joined.buffer)
  if (type === 'INT64') return new BigInt64Array(joined.buffer)
  if (type === 'DOUBLE') return new Float64Array(joined.buffer)
  return Array.from({ length: count }, (_, index) => joined.subarray(index * width, (index + 1) * width))
}

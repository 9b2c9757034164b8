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
  const { view } = reader
  const start = reader.offset
  const blockSize = varInt(reader)
  const miniblocks = varInt(reader)
  if (!(blockSize > 0 && blockSize <= 1 << 20 && miniblocks > 0 && miniblocks <= 1 << 12)) {
    throw new Unreadable(`differences in ${miniblocks} blocks of ${blockSize}`)
  }
  const claimed = varInt(reader)
  if (claimed !== count) throw new Unreadable(`differences of ${claimed} values, where ${count} are due`)
  reader.offset = start
  const values = is32 ? new Int32Array(count) : new BigInt64Array(count)
  if (count === 0) {
    for (let skipped = 0; skipped < 4; skipped++) varInt(reader)
    return values
  }
  deltaBinaryUnpack(reader, count, values)
  if (reader.offset > view.byteLength) throw new Unreadable('a page ends too early')
  return values
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

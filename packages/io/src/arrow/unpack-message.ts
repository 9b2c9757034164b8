// Messages whose buffers are packed, as most Feather files have them, made into messages whose buffers are not.
// https://arrow.apache.org/docs/format/Columnar.html#compression

import { zstdDecompressSync } from 'node:zlib'
import { FlatTable } from './flatbuffer.ts'
import { unpackLz4Frame } from './lz4.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

const [DICTIONARY_BATCH, RECORD_BATCH] = [2, 3]
const [BUFFERS, COMPRESSION] = [2, 3]
const ZSTD = 1

/**
 * @param message whole and checked, which is changed
 * @param maxBytes what may be in memory
 * @throws {UnreadableArrow}, and what `tooLarge` makes
 */
export function unpackMessage(message: Uint8Array, maxBytes: number, tooLarge: () => Error): Uint8Array {
  const headerLength = new DataView(message.buffer, message.byteOffset).getUint32(4, true)
  const header = message.subarray(8, 8 + headerLength)
  const body = message.subarray(8 + headerLength)
  const root = FlatTable.rootOf(header)
  const kind = root.byte(1)
  const batch = kind === RECORD_BATCH ? root.table(2) : kind === DICTIONARY_BATCH ? root.table(2)?.table(1) : undefined
  if (batch?.placeOf(COMPRESSION) === undefined) return message
  const codec = batch.table(COMPRESSION)?.byte(0)
  const places = batch.structs(BUFFERS, 16)
  let bodyLength = 0
  const buffers = places.map((place) => {
    const bytes = body.subarray(batch.longAt(place), batch.longAt(place) + batch.longAt(place + 8))
    if (bytes.length !== batch.longAt(place + 8)) throw new UnreadableArrow('a buffer is not within its message')
    if (claimedBytes(bytes) > maxBytes - bodyLength) throw tooLarge()
    const buffer = unpackBuffer(bytes, codec, maxBytes)
    bodyLength += padded(buffer.length)
    if (bodyLength > maxBytes) throw tooLarge()
    return buffer
  })
  const unpacked = new Uint8Array(message.length - body.length + bodyLength)
  unpacked.set(message.subarray(0, 8 + headerLength))
  const changed = FlatTable.rootOf(unpacked.subarray(8, 8 + headerLength))
  const inner = kind === RECORD_BATCH ? changed.table(2)! : changed.table(2)!.table(1)!
  let at = 0
  for (const [index, buffer] of buffers.entries()) {
    unpacked.set(buffer, 8 + headerLength + at)
    inner.setLongAt(places[index]!, at)
    inner.setLongAt(places[index]! + 8, buffer.length)
    at += padded(buffer.length)
  }
  inner.hide(COMPRESSION)
  changed.setLong(3, bodyLength)
  return unpacked
}

function padded(size: number): number {
  return (size + 7) & ~7
}

/** How many times smaller a buffer can be: beyond that its length is a lie. */
const MOST_RATIO = 32_768

/**
 * Before what is packed stands how long it was; -1 when it is as it was. The library for JavaScript writes how long it is
 * packed, which nothing that was worth packing can be.
 */
function unpackBuffer(bytes: Uint8Array, codec: number | undefined, maxBytes: number): Uint8Array {
  const claimed = claimedBytes(bytes)
  const packed = bytes.subarray(8)
  if (claimed === -1 || bytes.length === 0) return packed
  const isKnown = claimed !== packed.length
  const most = isKnown ? claimed : Math.min(maxBytes, 2 ** 31 - 1, packed.length * MOST_RATIO)
  if (!(most >= 0 && most <= packed.length * MOST_RATIO && most < 2 ** 31)) {
    throw new UnreadableArrow(`a buffer of ${bytes.length} bytes claims to be ${claimed} unpacked`)
  }
  const unpacked = codec === ZSTD ? unpackZstd(packed, most) : unpackLz4Frame(packed, most)
  if (!isKnown || unpacked.length === claimed) return unpacked
  throw new UnreadableArrow(`a buffer has ${unpacked.length} bytes unpacked, where it says ${claimed}`)
}

function claimedBytes(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  if (bytes.length < 8) throw new UnreadableArrow('a buffer is too short to say how long it is')
  return Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true))
}

function unpackZstd(packed: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(1, maxOutputLength) })
  } catch (error) {
    throw new UnreadableArrow(`a buffer cannot be unpacked as Zstandard: ${(error as Error).message}`)
  }
}

// Small integers as runs and packed bits. https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE

import { Unreadable } from './unreadable.ts'

/**
 * Reads so many integers of so many bits into an array; a run is never longer than what is asked for.
 *
 * @throws {Unreadable} when the bytes end before
 */
export function readHybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  into: Uint8Array | Uint32Array,
  at: number,
  count: number,
): void {
  if (width > 32) throw new Unreadable(`integers of ${width} bits`)
  const end = at + count
  let offset = from
  let next = at
  while (next < end) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      if (offset >= to || shift > 28) throw new Unreadable('a run of integers ends too early')
      const byte = bytes[offset++]!
      header += (byte & 127) * 2 ** shift
      if (byte < 128) break
    }
    if (header % 2 === 0) {
      const size = (width + 7) >> 3
      if (offset + size > to) throw new Unreadable('a run of integers ends too early')
      let value = 0
      for (let byte = 0; byte < size; byte++) value += bytes[offset++]! * 2 ** (byte * 8)
      const last = Math.min(end, next + header / 2)
      if (last === next) throw new Unreadable('an empty run of integers')
      into.fill(value, next, last)
      next = last
    } else {
      const groups = (header - 1) / 2
      const wanted = Math.min(end - next, groups * 8)
      // Writers may leave out what nobody needs of the last group.
      if (groups === 0 || offset + ((wanted * width + 7) >> 3) > to)
        throw new Unreadable('packed integers end too early')
      unpack(bytes, offset, width, into, next, wanted)
      offset += groups * width
      next += wanted
    }
  }
}

function unpack(
  bytes: Uint8Array,
  from: number,
  width: number,
  into: Uint8Array | Uint32Array,
  at: number,
  count: number,
): void {
  if (width > 24) return unpackWide(bytes, from, width, into, at, count)
  const mask = 2 ** width - 1
  let offset = from
  let buffer = 0
  let bits = 0
  for (let index = at; index < at + count; index++) {
    while (bits < width) {
      buffer |= bytes[offset++]! << bits
      bits += 8
    }
    into[index] = buffer & mask
    buffer >>>= width
    bits -= width
  }
}

function unpackWide(
  bytes: Uint8Array,
  from: number,
  width: number,
  into: Uint8Array | Uint32Array,
  at: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    let value = 0
    for (let bit = 0; bit < width; bit++) {
      const place = index * width + bit
      value += ((bytes[from + (place >> 3)]! >> (place & 7)) & 1) * 2 ** bit
    }
    into[at + index] = value
  }
}

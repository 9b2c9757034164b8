// LZ4 frames, as Arrow packs buffers. https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md

import { UnreadableArrow } from './unreadable-arrow.ts'

const MAGIC = 0x184d2204
const UNPACKED = 0x8000_0000

/**
 * Unpacks a frame. It is gone through twice: how long it becomes is known before anything is allocated for it.
 *
 * @param most so many bytes are allowed
 * @throws {UnreadableArrow} when it is no frame, or longer
 */
export function unpackLz4Frame(frame: Uint8Array, most: number): Uint8Array {
  const output = new Uint8Array(walkFrame(frame, undefined, most))
  walkFrame(frame, output, output.length)
  return output
}

/** @returns how many bytes it becomes */
function walkFrame(frame: Uint8Array, output: Uint8Array | undefined, most: number): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  if (frame.length < 11 || view.getUint32(0, true) !== MAGIC) throw new UnreadableArrow('a buffer is no frame of LZ4')
  const flags = frame[4]!
  const sumBytes = (flags & 0x10) === 0 ? 0 : 4
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4)
  let filled = 0
  for (;;) {
    const head = at + 4 > frame.length ? undefined : view.getUint32(at, true)
    if (head === 0) return filled
    const size = (head ?? 0) % UNPACKED
    at += 4
    if (head === undefined || size > frame.length - at) throw new UnreadableArrow('a frame of LZ4 ends too early')
    const block = frame.subarray(at, at + size)
    if (head < UNPACKED) filled = walkBlock(block, output, filled, most)
    else {
      if (filled + size > most) throw leadsOut()
      output?.set(block, filled)
      filled += size
    }
    at += size + sumBytes
  }
}

/** A block begins where the one before it ends, and may repeat parts of that. */
function walkBlock(block: Uint8Array, output: Uint8Array | undefined, from: number, most: number): number {
  let at = 0
  let filled = from
  const longer = (length: number): number => {
    if (length < 15) return length
    let whole = length
    for (;;) {
      const byte = block[at++]
      if (byte === undefined) throw leadsOut()
      whole += byte
      if (byte < 255) return whole
    }
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = longer(token >> 4)
    if (literals > block.length - at || filled + literals > most) throw leadsOut()
    output?.set(block.subarray(at, at + literals), filled)
    at += literals
    filled += literals
    if (at >= block.length) break
    const distance = block[at]! | ((block[at + 1] ?? 0) << 8)
    at += 2
    const length = longer(token & 15) + 4
    if (distance === 0 || distance > filled || filled + length > most) throw leadsOut()
    if (output) repeat(output, filled, distance, length)
    filled += length
  }
  return filled
}

/** What is repeated may reach into itself. */
function repeat(output: Uint8Array, at: number, distance: number, length: number): void {
  if (distance >= length) output.copyWithin(at, at - distance, at - distance + length)
  else for (let index = at; index < at + length; index++) output[index] = output[index - distance]!
}

function leadsOut(): UnreadableArrow {
  return new UnreadableArrow('a block of LZ4 leads out of its buffer')
}

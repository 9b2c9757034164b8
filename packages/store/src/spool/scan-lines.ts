// Walks through the lines of a file, in constant memory.

import type { OpenFile } from '../files/files.ts'

export interface ScannedLine {
  /** Without the newline; valid until the next one is asked for. Empty for a line that is too long. */
  readonly bytes: Buffer
  readonly offset: number
  /** Where the next line begins. */
  readonly nextOffset: number
  readonly isTooLong: boolean
}

const chunkBytes = 256 * 1024
/** No line is written that is nearly as long: what is longer is not a line of ours. */
const longestBytes = 4 << 20

/**
 * Gives the complete lines from a place on. What comes after the last newline is not given: it may still become a line.
 *
 * @param offset where a line begins
 */
export function* scanLines(file: OpenFile, offset: number): Generator<ScannedLine> {
  let rest: Buffer = Buffer.alloc(0)
  let lineOffset = offset
  let readOffset = offset
  let isSkipping = false
  for (;;) {
    const bytes = asBuffer(file.readAt(readOffset, chunkBytes))
    if (bytes.byteLength === 0) return
    readOffset += bytes.byteLength
    const chunk = rest.byteLength === 0 ? bytes : Buffer.concat([rest, bytes])
    const chunkOffset = readOffset - chunk.byteLength
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const nextOffset = chunkOffset + end + 1
      const line = isSkipping ? Buffer.alloc(0) : chunk.subarray(start, end)
      yield { bytes: line, offset: lineOffset, nextOffset, isTooLong: isSkipping }
      isSkipping = false
      lineOffset = nextOffset
      start = end + 1
    }
    rest = chunk.subarray(start)
    if (rest.byteLength > longestBytes) isSkipping = true
    if (isSkipping) rest = Buffer.alloc(0)
  }
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

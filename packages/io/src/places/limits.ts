// What is read is bounded: bytes that would be in memory at once.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'

/** The error of what is larger than its limit. */
export function tooLarge(name: string, what: string, limitBytes: number, option = 'maxSizeBytes'): ThroughlineError {
  return new ThroughlineError([ioIssue('io/too-large', { name, what, limit: sizeText(limitBytes), option })])
}

/** Passes pieces on until they are too many. */
export async function* limitedChunks(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
  failure: () => Error,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw failure()
    yield chunk
  }
}

/** `2 GiB`, `10 kB`; exact where it is not round. */
export function sizeText(sizeBytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  let unit = 0
  let size = sizeBytes
  while (size >= 1024 && size % 1024 === 0 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return `${size} ${units[unit]}`
}

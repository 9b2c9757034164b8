// What is read is bounded: bytes that would be in memory at once.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import type { ByteInput } from './place.ts'

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

/** The pieces of an input of which all that is read will be in memory. @throws {io/too-large} beyond its limit */
export function inMemory(input: ByteInput): AsyncIterable<Uint8Array> {
  const { name, maxSizeBytes = Infinity } = input
  return limitedChunks(input.chunks(), maxSizeBytes, () => tooLarge(name, 'what is in it', maxSizeBytes))
}

/** Pieces as one. */
export async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all.length === 1 ? all[0]! : Buffer.concat(all)
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

// Bytes that are read at any place.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import type { ByteInput } from './place.ts'

export interface RandomBytes {
  readonly sizeBytes: number
  /** As many bytes as asked for. */
  read(offset: number, lengthBytes: number): Promise<Uint8Array>
}

/** An input whose parts can be read; `undefined` for one that can only be read from its beginning. */
export function randomBytesOf(input: ByteInput): RandomBytes | undefined {
  const { sizeBytes } = input
  if (!input.readAt || sizeBytes === undefined) return undefined
  return { sizeBytes, read: async (offset, lengthBytes) => await readWhole(input, offset, lengthBytes) }
}

/** What is in memory already. */
export function bytesAsRandom(bytes: Uint8Array): RandomBytes {
  return { sizeBytes: bytes.length, read: async (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes) }
}

/** @throws {io/changed} when it has become shorter than it was */
async function readWhole(input: ByteInput, offset: number, lengthBytes: number): Promise<Uint8Array> {
  const bytes = await input.readAt!(offset, lengthBytes)
  if (bytes.length === lengthBytes) return bytes
  throw new ThroughlineError([ioIssue('io/changed', { name: input.name })])
}

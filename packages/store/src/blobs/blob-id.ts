// The name of a blob: a hash over what wrote it and what it holds.

import { createHash, hash, type Hash } from 'node:crypto'

/** 64 hexadecimal digits. */
export type BlobId = string

/** Bytes in UTF-8 that the name of a codec may have. */
export const codecLimitBytes = 63

const oneShotLimit = 64 * 1024
const scratch = Buffer.allocUnsafeSlow(oneShotLimit + 128)
const prefixes = new Map<string, Uint8Array>()

/**
 * The id is SHA-256 over: the ASCII text `blob1`, one byte with the length of the codec's name, that name in UTF-8, the
 * payload. Equal bytes of two codecs have two ids.
 *
 * @throws RangeError when the name of the codec is empty or too long
 * @example
 * blobId('json/1', new TextEncoder().encode('[1]')).slice(0, 8) // => '000bdd0c'
 */
export function blobId(codec: string, bytes: Uint8Array): BlobId {
  const prefix = prefixOf(codec)
  if (bytes.byteLength > oneShotLimit) return startBlobId(codec).update(bytes).digest('hex')
  scratch.set(prefix, 0)
  scratch.set(bytes, prefix.byteLength)
  return hash('sha256', scratch.subarray(0, prefix.byteLength + bytes.byteLength), 'hex')
}

/** The same for bytes that come in pieces: `update` with each, then `digest('hex')`. */
export function startBlobId(codec: string): Hash {
  return createHash('sha256').update(prefixOf(codec))
}

/** @returns whether a text has the form of an id; one that has not names no file */
export function isBlobId(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

/** @throws RangeError when the name of the codec is empty or too long */
export function codecBytes(codec: string): Uint8Array {
  const name = new TextEncoder().encode(codec)
  if (name.byteLength === 0 || name.byteLength > codecLimitBytes)
    throw new RangeError(`The name of a codec has 1 to ${codecLimitBytes} bytes; "${codec}" has ${name.byteLength}.`)
  return name
}

function prefixOf(codec: string): Uint8Array {
  const known = prefixes.get(codec)
  if (known) return known
  const name = codecBytes(codec)
  const prefix = Buffer.concat([Buffer.from('blob1'), Buffer.from([name.byteLength]), name])
  if (prefixes.size < 1000) prefixes.set(codec, prefix)
  return prefix
}

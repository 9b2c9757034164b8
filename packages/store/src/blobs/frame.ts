// The header of a blob's file, byte by byte. Version 1 must be readable for ever.

import { codecBytes, codecLimitBytes, isBlobId, type BlobId } from './blob-id.ts'

/**
 * | offset | bytes | |
 * |---|---|---|
 * | 0 | 8 | magic: `89 54 4c 42 0d 0a 1a 0a`, which a transfer as text would break |
 * | 8 | 2 | format version, 1; all numbers are little-endian |
 * | 10 | 1 | how the checksum is made: 1 is SHA-256 as in a blob's id |
 * | 11 | 1 | flags, 0; a reader refuses what it does not know |
 * | 12 | 4 | length of the header, 192: the payload begins here |
 * | 16 | 8 | length of the payload |
 * | 24 | 1 + 63 | length of the codec's name, the name in UTF-8, zeros |
 * | 88 | 32 | checksum, which is also the id |
 * | 120 | 32 | reserved for a keyed MAC; zeros |
 * | 152 | 40 | reserved; zeros |
 *
 * The payload is aligned to 64 bytes, so that arrays of numbers can be read in place.
 */
export const headerBytes = 192
const magic = Buffer.from([0x89, 0x54, 0x4c, 0x42, 0x0d, 0x0a, 0x1a, 0x0a])
const formatVersion = 1
const sha256 = 1

export interface FrameHeader {
  readonly id: BlobId
  readonly codec: string
  readonly sizeBytes: number
}

/** Why bytes are not the blob that they should be. */
export type DamageReason =
  /** There is nothing. */
  | 'missing'
  /** Fewer bytes than the header says, or not even a header. */
  | 'too short'
  | 'too long'
  /** The beginning is not that of a blob. */
  | 'no header'
  /** Written by a newer program, or with something that this one does not know. */
  | 'unknown format'
  /** The bytes are not those that were written, or those of another blob. */
  | 'wrong checksum'
  /** The disk gives an error. */
  | 'unreadable'

export function writeHeader({ id, codec, sizeBytes }: FrameHeader): Uint8Array {
  if (!isBlobId(id)) throw new RangeError(`"${id}" is no id of a blob.`)
  const header = Buffer.alloc(headerBytes)
  const name = codecBytes(codec)
  header.set(magic, 0)
  header.writeUInt16LE(formatVersion, 8)
  header.writeUInt8(sha256, 10)
  header.writeUInt32LE(headerBytes, 12)
  header.writeBigUInt64LE(BigInt(sizeBytes), 16)
  header.writeUInt8(name.byteLength, 24)
  header.set(name, 25)
  header.write(id, 88, 'hex')
  return header
}

/**
 * Reads a header. What it says about the payload is not checked here.
 *
 * @param fileBytes how long the whole file is
 */
export function readHeader(bytes: Uint8Array, fileBytes: number): FrameHeader | DamageReason {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, headerBytes))
  if (!header.subarray(0, 8).equals(magic.subarray(0, header.byteLength))) return 'no header'
  if (header.byteLength < headerBytes) return 'too short'
  const isKnown =
    header.readUInt16LE(8) === formatVersion &&
    header.readUInt8(10) === sha256 &&
    header.readUInt8(11) === 0 &&
    header.readUInt32LE(12) === headerBytes
  if (!isKnown) return 'unknown format'
  const sizeBytes = Number(header.readBigUInt64LE(16))
  if (fileBytes < headerBytes + sizeBytes) return 'too short'
  if (fileBytes > headerBytes + sizeBytes) return 'too long'
  const codecLength = header.readUInt8(24)
  if (codecLength === 0 || codecLength > codecLimitBytes) return 'no header'
  const codec = header.toString('utf8', 25, 25 + codecLength)
  return { id: header.toString('hex', 88, 120), codec, sizeBytes }
}

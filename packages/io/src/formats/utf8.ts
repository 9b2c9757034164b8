// Bytes as text: UTF-8, and nothing that only looks like it.

import { constants, isUtf8 } from 'node:buffer'
import { tooLarge } from '../places/limits.ts'
import type { TableSubject } from '../tables/row-fitter.ts'
import { malformed } from './malformed.ts'

/** The mark that some programs write before UTF-8, in bytes. */
export const BOM_BYTES = 3

export function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** @throws {io/malformed} when it is no UTF-8; {io/too-large} when one text cannot hold it */
export function utf8Text(bytes: Uint8Array, subject: TableSubject, from = 0): string {
  if (bytes.length - from > constants.MAX_STRING_LENGTH) {
    throw tooLarge(subject.name, 'one text', constants.MAX_STRING_LENGTH)
  }
  assertUtf8(bytes, subject, 0)
  return asBuffer(bytes).toString('utf8', from)
}

/** Passes pieces on that end where a character ends. @throws {io/malformed} when they are no UTF-8 */
export async function* utf8Chunks(
  chunks: AsyncIterable<Uint8Array>,
  subject: TableSubject,
): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let done = 0
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : asBuffer(chunk)
    const end = bytes.length - unfinishedBytes(bytes)
    const whole = bytes.subarray(0, end)
    assertUtf8(whole, subject, done)
    done += end
    // What is behind it is used again by whoever gives the pieces.
    rest = Buffer.from(bytes.subarray(end))
    if (whole.length > 0) yield whole
  }
  assertUtf8(rest, subject, done)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function assertUtf8(bytes: Uint8Array, subject: TableSubject, start: number): void {
  if (isUtf8(bytes)) return
  const at = firstInvalid(bytes)
  const isUtf16 = start === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
  const found = isUtf16 ? 'it is UTF-16' : `the byte 0x${bytes[at]!.toString(16).padStart(2, '0')} is no UTF-8 here`
  throw malformed(subject, { byte: start + at }, found, 'save it as UTF-8:  iconv -f <its encoding> -t utf-8')
}

/** How many bytes at the end begin a character that goes on behind them. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function firstInvalid(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at]!)
    if (!isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return bytes.length
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4
  if (lead >= 0xe0) return 3
  return lead >= 0xc0 ? 2 : 1
}

/** What UTF-8 has no bytes for, in a message. */
export const HALF_PAIR = 'half of a surrogate pair, which is no character'

/** Whether UTF-8 has bytes for all of it. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed()
}

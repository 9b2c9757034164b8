// A line of the spool: a JSON object whose last property checks all that stands before it.

import { crc32 } from 'node:zlib'

/** `,"crc":"xxxxxxxx"}`: what ends every line, before the newline. */
const tailBytes = 18
const tailHead = Buffer.from(',"crc":"')

/**
 * Makes a line of the text of a JSON object without its last bracket.
 *
 * The check is CRC-32 (ISO 3309, as in gzip) over the bytes in UTF-8 of what stands before `,"crc"`, as eight hexadecimal
 * digits.
 */
export function toLine(open: string): string {
  return `${open},"crc":"${crc32(open).toString(16).padStart(8, '0')}"}\n`
}

/** A line with a blank for its check: it is of the bytes, and those are made of many lines at once. */
export function uncheckedLine(open: string): string {
  return `${open},"crc":"00000000"}\n`
}

/** Makes bytes of lines with blanks for their checks, and fills these in. */
export function bytesOfLines(unchecked: string): Buffer {
  const bytes = Buffer.from(unchecked)
  let start = 0
  for (let newline = bytes.indexOf(10); newline !== -1; newline = bytes.indexOf(10, start)) {
    const end = newline - tailBytes
    writeCheck(bytes, end + tailHead.byteLength, crc32(bytes.subarray(start, end)))
    start = newline + 1
  }
  return bytes
}

const digits = Buffer.from('0123456789abcdef')

/** Digit by digit: the text of a number with another base takes longer than the check itself. */
function writeCheck(bytes: Buffer, at: number, crc: number): void {
  for (let digit = 0; digit < 8; digit++) bytes[at + digit] = digits[(crc >>> (28 - 4 * digit)) & 15]!
}

/** Why a line is not what was written. */
export type LineDamage =
  /** The bytes are not those that were written. */
  | 'wrong checksum'
  /** The checksum is right, and the content is none of a spool. */
  | 'not an event'
  /** It belongs to another writer. */
  | 'another writer'
  /** Longer than any line is written. */
  | 'too long'
  /** Events that come before it are not there. */
  | 'events missing'

/** @returns what stands in a right line, without its check */
export function contentOf(line: string): object {
  return JSON.parse(`${line.slice(0, -tailBytes)}}`) as object
}

/** @returns the text of a line without its newline, or why it is not one */
export function fromLine(bytes: Buffer): `{${string}` | LineDamage {
  const end = bytes.byteLength - tailBytes
  if (end < 1 || !bytes.subarray(end, end + tailHead.byteLength).equals(tailHead)) return 'wrong checksum'
  const told = bytes.toString('latin1', end + tailHead.byteLength, end + tailHead.byteLength + 8)
  if (bytes[end + 16] !== 0x22 || bytes[end + 17] !== 0x7d) return 'wrong checksum'
  const found = crc32(bytes.subarray(0, end))
  return told === found.toString(16).padStart(8, '0') && bytes[0] === 0x7b
    ? (bytes.toString('utf8') as `{${string}`)
    : 'wrong checksum'
}

/** @returns whether the answer of `fromLine` says that a line is damaged: a right one begins with a bracket */
export function isLineDamage(answer: string): answer is LineDamage {
  return !answer.startsWith('{')
}

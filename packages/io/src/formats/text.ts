// Text as it is: whole, or line by line.

import { badOption } from '../tables/table-form.ts'
import { tooLarge } from '../places/limits.ts'
import type { Format } from './format.ts'
import { unwritable } from './malformed.ts'
import { HALF_PAIR, isWellFormed, utf8Chunks, utf8Text } from './utf8.ts'

export interface TextOptions<Form extends 'text' | 'lines' = 'text' | 'lines'> {
  /** `'lines'` gives a stream of lines without their ends. @defaultValue 'text' */
  readonly as?: Form
  /** A longer line of a stream of lines is refused. @defaultValue 16 MiB */
  readonly maxLineBytes?: number
}

/** The value of a text in a form. */
export type TextIn<Form> = Form extends 'lines' ? AsyncIterable<string> : string

/**
 * Text as a format: UTF-8, character by character as it is. A stream of texts is written piece by piece; line ends are
 * up to it.
 *
 * @throws {io/bad-option}; when it reads {io/malformed} {io/too-large}; when it writes {io/unwritable-value}
 */
export function text<Form extends 'text' | 'lines' = 'text'>(
  options: TextOptions<Form> = {},
): Format<TextIn<Form>, string | Iterable<string> | AsyncIterable<string>> {
  const as: string = options.as ?? 'text'
  const { maxLineBytes = 1 << 24 } = options
  if (as !== 'text' && as !== 'lines') throw badOption('text', 'as', JSON.stringify(as), "'text' or 'lines'")
  if (!Number.isInteger(maxLineBytes) || maxLineBytes < 1) {
    throw badOption('text', 'maxLineBytes', String(maxLineBytes), 'a number of bytes')
  }
  return {
    type: 'text',
    isStream: as === 'lines',
    decode: async (input) => {
      const subject = { name: input.name, type: 'text' }
      if (as === 'text') return utf8Text(await input.bytes(), subject) as TextIn<Form>
      return linesOf(utf8Chunks(input.chunks(), subject), subject.name, maxLineBytes) as unknown as TextIn<Form>
    },
    encode: async (value, output, { signal }) => {
      for await (const piece of piecesOf(value)) {
        signal.throwIfAborted()
        const found = typeof piece !== 'string' ? kindOf(piece) : isWellFormed(piece) ? '' : HALF_PAIR
        if (typeof piece !== 'string' || found !== '') {
          throw unwritable({ name: output.name, type: 'text' }, {}, found, 'give a text, or texts one after the other.')
        }
        await output.write(Buffer.from(piece))
      }
      return {}
    },
  }
}

function kindOf(piece: unknown): string {
  return piece === undefined || piece === null
    ? `${piece}`
    : `${typeof piece === 'object' ? 'an' : 'a'} ${typeof piece}`
}

/** Several one after the other, or one. */
function piecesOf(value: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [value]
  return Symbol.iterator in value || Symbol.asyncIterator in value
    ? (value as Iterable<unknown> | AsyncIterable<unknown>)
    : [value]
}

async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  name: string,
  maxLineBytes: number,
): AsyncGenerator<string, void, undefined> {
  let begun: string[] = []
  let begunBytes = 0
  let line = 1
  const assertShort = (sizeBytes: number): void => {
    if (sizeBytes > maxLineBytes) throw tooLarge(name, `line ${line}`, maxLineBytes, 'maxLineBytes')
  }
  for await (const chunk of chunks) {
    const texts = chunk.toString().split('\n')
    const last = texts.pop()!
    for (const [index, text] of texts.entries()) {
      const whole = index === 0 ? begun.join('') + text : text
      assertShort(whole.length > maxLineBytes / 3 ? Buffer.byteLength(whole) : 0)
      line++
      yield withoutEnd(whole)
    }
    begunBytes = texts.length > 0 ? Buffer.byteLength(last) : begunBytes + chunk.length
    assertShort(begunBytes)
    if (texts.length > 0) begun = []
    begun.push(last)
  }
  const rest = begun.join('')
  if (rest !== '') yield rest
}

function withoutEnd(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

export interface BytesOptions<Form extends 'bytes' | 'stream' = 'bytes' | 'stream'> {
  /** `'stream'` gives pieces of some size. @defaultValue 'bytes' */
  readonly as?: Form
}

/** The value of bytes in a form. */
export type BytesIn<Form> = Form extends 'stream' ? AsyncIterable<Uint8Array> : Uint8Array

/**
 * Bytes as they are.
 *
 * @throws {io/bad-option}; when it reads {io/too-large}; when it writes {io/unwritable-value}
 */
export function bytes<Form extends 'bytes' | 'stream' = 'bytes'>(
  options: BytesOptions<Form> = {},
): Format<BytesIn<Form>, Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>> {
  const as: string = options.as ?? 'bytes'
  if (as !== 'bytes' && as !== 'stream') throw badOption('bytes', 'as', JSON.stringify(as), "'bytes' or 'stream'")
  return {
    type: 'bytes',
    isStream: as === 'stream',
    decode: async (input) => (as === 'bytes' ? await input.bytes() : input.chunks()) as BytesIn<Form>,
    encode: async (value, output, { signal }) => {
      for await (const piece of piecesOf(value)) {
        signal.throwIfAborted()
        if (!(piece instanceof Uint8Array)) {
          const subject = { name: output.name, type: 'bytes' }
          throw unwritable(subject, {}, kindOf(piece), 'give a Uint8Array, or several one after the other.')
        }
        await output.write(piece)
      }
      return {}
    },
  }
}

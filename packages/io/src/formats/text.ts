// Text as it is: whole, or line by line.

import { badOption } from '../tables/table-form.ts'
import type { Format } from './format.ts'
import { unwritable } from './malformed.ts'
import { HALF_PAIR, isWellFormed, utf8Chunks, utf8Text } from './utf8.ts'

export interface TextOptions<Form extends 'text' | 'lines' = 'text' | 'lines'> {
  /** `'lines'` gives a stream of lines without their ends. @defaultValue 'text' */
  readonly as?: Form
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
  if (as !== 'text' && as !== 'lines') throw badOption('text', 'as', JSON.stringify(as), "'text' or 'lines'")
  return {
    type: 'text',
    isStream: as === 'lines',
    decode: async (input) => {
      const subject = { name: input.name, type: 'text' }
      if (as === 'text') return utf8Text(await input.bytes(), subject) as TextIn<Form>
      return linesOf(utf8Chunks(input.chunks(), subject)) as unknown as TextIn<Form>
    },
    encode: async (value, output, { signal }) => {
      for await (const piece of typeof value === 'string' ? [value] : value) {
        signal.throwIfAborted()
        const found = typeof piece !== 'string' ? `a ${typeof piece}` : isWellFormed(piece) ? undefined : HALF_PAIR
        if (found !== undefined) {
          throw unwritable({ name: output.name, type: 'text' }, {}, found, 'give a text, or texts one after the other.')
        }
        await output.write(Buffer.from(piece))
      }
      return {}
    },
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop()!
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
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
      for await (const piece of value instanceof Uint8Array ? [value] : value) {
        signal.throwIfAborted()
        if (!((piece as unknown) instanceof Uint8Array)) {
          const subject = { name: output.name, type: 'bytes' }
          throw unwritable(subject, {}, `a ${typeof piece}`, 'give a Uint8Array, or several one after the other.')
        }
        await output.write(piece)
      }
      return {}
    },
  }
}

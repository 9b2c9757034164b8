// Arrow's messages, cut out of bytes one by one: nothing is allocated for a length that cannot be.
// https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format

import { checkBatch, checkSchema } from './check-header.ts'
import { FlatTable } from './flatbuffer.ts'
import { unpackMessage } from './unpack-message.ts'
import { UnreadableArrow } from './unreadable-arrow.ts'

/** What one message may be. */
export interface MessageLimits {
  /** Of all that is read, if that is known. */
  readonly sizeBytes: number | undefined
  readonly maxBytes: number
  readonly tooLarge: () => Error
}

/** A header lists buffers, a few bytes for each column. */
const MOST_HEADER_BYTES = 2 ** 26

/** The messages of a stream, each whole: its prefix, its header and its body. @throws {UnreadableArrow} */
export async function* messagesOfStream(
  chunks: AsyncIterator<Uint8Array>,
  limits: MessageLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = new Pieces(chunks)
  try {
    for (let count = 0; ; count++) {
      const prefix = await pieces.take(8)
      if (prefix.length === 0 && count > 0) return
      const message = await messageAfter(prefix, pieces, limits)
      if (message === undefined) return
      yield unpackMessage(message, limits.maxBytes, limits.tooLarge)
    }
  } finally {
    await pieces.end()
  }
}

async function messageAfter(
  prefix: Uint8Array,
  pieces: Pieces,
  limits: MessageLimits,
): Promise<Uint8Array | undefined> {
  const at = pieces.position - prefix.length
  const rest = (limits.sizeBytes ?? Number.POSITIVE_INFINITY) - pieces.position
  const headerLength = headerLengthIn(prefix, at, rest)
  if (headerLength === 0) return undefined
  const header = await pieces.take(headerLength)
  if (header.length < headerLength) throw cutOff(pieces.position)
  const bodyLength = checkedBodyLength(header, at)
  if (bodyLength > rest - headerLength) throw new UnreadableArrow(`a message claims ${bodyLength} bytes`, undefined, at)
  if (bodyLength > limits.maxBytes) throw limits.tooLarge()
  const body = await pieces.take(bodyLength)
  if (body.length < bodyLength) throw cutOff(pieces.position)
  const message = new Uint8Array(8 + headerLength + bodyLength)
  message.set(prefix)
  message.set(header, 8)
  message.set(body, 8 + headerLength)
  return message
}

/** Checks a message that lies in a file. @throws {UnreadableArrow} */
export function checkMessage(message: Uint8Array, at: number): Uint8Array {
  const headerLength = headerLengthIn(message.subarray(0, 8), at, message.length - 8)
  const bodyLength = checkedBodyLength(message.subarray(8, 8 + headerLength), at)
  if (8 + headerLength + bodyLength > message.length) {
    throw new UnreadableArrow(`a message claims ${bodyLength} bytes`, undefined, at)
  }
  return message.subarray(0, 8 + headerLength + bodyLength)
}

function headerLengthIn(prefix: Uint8Array, at: number, rest: number): number {
  if (prefix.length === 0 && at === 0) throw new UnreadableArrow('it is empty')
  if (prefix.length < 8) throw cutOff(at + prefix.length)
  const view = new DataView(prefix.buffer, prefix.byteOffset, 8)
  const length = view.getUint32(4, true)
  if (view.getUint32(0, true) !== 0xffff_ffff) {
    const found = 'no message of Arrow begins here; it is something else, or of a version before 0.15'
    throw new UnreadableArrow(found, undefined, at)
  }
  if (length <= Math.min(rest, MOST_HEADER_BYTES)) return length
  throw new UnreadableArrow(`a header claims ${length} bytes`, undefined, at + 4)
}

function cutOff(byte: number): UnreadableArrow {
  return new UnreadableArrow('it ends within a message; it is cut off', undefined, byte)
}

const [SCHEMA, DICTIONARY_BATCH, RECORD_BATCH] = [1, 2, 3]

/** The length of the body, when the header can be believed. */
function checkedBodyLength(header: Uint8Array, at: number): number {
  try {
    const message = FlatTable.rootOf(header)
    const bodyLength = message.long(3)
    if (!(Number.isSafeInteger(bodyLength) && bodyLength >= 0)) throw new RangeError(`a body of ${bodyLength} bytes`)
    message.tables(4)
    const kind = message.byte(1)
    const inner = message.table(2)
    if (kind === SCHEMA && inner) checkSchema(inner, header.length)
    const batch = kind === RECORD_BATCH ? inner : kind === DICTIONARY_BATCH ? inner?.table(1) : undefined
    if (batch) checkBatch(batch, bodyLength)
    return bodyLength
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UnreadableArrow(`a header that cannot be: ${error.message}`, undefined, at)
  }
}

/** Bytes that come in pieces, taken in lengths that somebody asks for. */
class Pieces {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #pieces: Uint8Array[] = []
  #kept = 0
  position = 0

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks
  }

  /** So many bytes, in memory of their own; fewer at the end. What is not there is not allocated. */
  async take(lengthBytes: number): Promise<Uint8Array> {
    while (this.#kept < lengthBytes) {
      const { done, value } = await this.#chunks.next()
      if (done === true) break
      if (value.length > 0) this.#pieces.push(value)
      this.#kept += value.length
    }
    const taken = new Uint8Array(Math.min(lengthBytes, this.#kept))
    let filled = 0
    while (filled < taken.length) {
      const first = this.#pieces[0]!
      const part = first.subarray(0, taken.length - filled)
      taken.set(part, filled)
      filled += part.length
      if (part.length === first.length) this.#pieces.shift()
      else this.#pieces[0] = first.subarray(part.length)
    }
    this.#kept -= taken.length
    this.position += taken.length
    return taken
  }

  async end(): Promise<void> {
    await this.#chunks.return?.()
  }
}

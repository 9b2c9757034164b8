// The items of a finished stream as bytes: each in a frame of its own, read back one after the other.

import type { Fingerprint } from '../data-version/fingerprint.ts'
import { isRefusal, type Refusal } from '../data-version/refusal.ts'
import type { CodecOptions } from './codec.ts'
import { decodeValue, encodeValue, joined, type Decoded, type Encoded } from './encode-value.ts'

/** Before the first item. */
const MAGIC: Uint8Array = Buffer.from('TLITEMS1', 'latin1')

/** What stands before all items. */
export function itemsHead(): Uint8Array {
  return MAGIC.slice()
}

/**
 * The frame of an item: length and text of the codec's id, size of the bytes, the bytes. Sizes are variable-length integers,
 * 7 bits a byte, low first.
 */
export function encodeItem(item: unknown, options?: CodecOptions, known?: Fingerprint): Encoded | Refusal {
  const encoded = encodeValue(item, options, known)
  if (isRefusal(encoded)) return encoded
  const id = Buffer.from(encoded.codec, 'latin1')
  const head = Buffer.from([id.length, ...id, ...varint(encoded.sizeBytes)])
  return { codec: encoded.codec, bytes: [head, ...encoded.bytes], sizeBytes: head.length + encoded.sizeBytes }
}

/** What stands after all items: it says how many there were, so that bytes that are cut off are found. */
export function itemsEnd(count: number): Uint8Array {
  return Uint8Array.from([0, ...varint(count)])
}

/**
 * The items, one after the other; after one that cannot be read comes no other. Takes memory for one item, and for what comes
 * in one chunk.
 *
 * @param chunks pieces of any size, of everything from the head to the end
 */
export async function* decodeItems(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options?: CodecOptions,
): AsyncGenerator<Decoded, void, undefined> {
  const source = new ChunkReader(chunks)
  try {
    const head = await source.take(MAGIC.length)
    if (Buffer.compare(head, MAGIC) !== 0) throw new Error('these are no items')
    let count = 0
    for (;;) {
      const idLength = await source.byte()
      if (idLength === 0) break
      const id = Buffer.from(await source.take(idLength)).toString('latin1')
      const item = decodeValue(id, await source.take(await source.varint()), options)
      count++
      yield item
      if ('undecodable' in item) return
    }
    if ((await source.varint()) !== count) throw new Error('there are not as many items as there were')
    if (!(await source.isAtEnd())) throw new Error('there are bytes after the end')
  } catch (error) {
    yield { undecodable: (error as Error).message }
  } finally {
    await source.close()
  }
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return [...bytes, rest]
}

/** Pieces of any size, read as if they were one. */
class ChunkReader {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) if (!(await this.#more())) return true
    return false
  }

  async byte(): Promise<number> {
    if (await this.isAtEnd()) throw new Error('the items are cut off')
    const [byte] = this.#rest
    this.#rest = this.#rest.subarray(1)
    return byte!
  }

  async varint(): Promise<number> {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = await this.byte()
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER) throw new Error('a size is too large')
      if (byte < 0x80) return value
    }
  }

  /** Takes no memory for what a size promises, only for what came. */
  async take(sizeBytes: number): Promise<Uint8Array> {
    const pieces: Uint8Array[] = []
    for (let missing = sizeBytes; missing > 0;) {
      if (await this.isAtEnd()) throw new Error('the items are cut off')
      const piece = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(piece.length)
      missing -= piece.length
      // A copy: whoever reads the file may use a chunk again for the next one, and an item must not keep all of it.
      pieces.push(new Uint8Array(piece))
    }
    return joined(pieces)
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    this.#rest = next.value
    return true
  }
}

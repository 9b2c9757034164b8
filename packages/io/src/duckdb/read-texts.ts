// Texts of DuckDB as codes into a dictionary: a text of up to 12 bytes stands in 16 bytes of the vector, so that one that
// came before is known by four numbers, without making a text of it.
//
// The layout of `duckdb_string_t`: length, then the text itself or its first four bytes and an address.

import type { TextColumn } from '../columns/column.ts'
import type { DuckdbBindings } from './load-duckdb.ts'

const INLINE_BYTES = 12
const NONE = 0xffffffff

/** Gathers the texts of one column, vector by vector. */
export class TextCollector {
  readonly #bindings: DuckdbBindings
  readonly #dictionary: string[] = []
  readonly #codeOf = new Map<string, number>()
  #codes: Uint32Array
  #length = 0
  // A table of hashes with open addressing: four words of a short text, and its code.
  #slots = new Uint32Array(1 << 8).fill(NONE)
  #words = new Uint32Array(4 << 8)
  #used = 0

  constructor(bindings: DuckdbBindings, expectedRows: number) {
    this.#bindings = bindings
    this.#codes = new Uint32Array(expectedRows)
  }

  /**
   * @param data 16 bytes for each text
   * @param valid bits; absent when all are there
   */
  add(data: Uint8Array, count: number, valid: Uint8Array | undefined): void {
    this.#reserve(count)
    const words = new Uint32Array(data.buffer, data.byteOffset, count * 4)
    const runs = new LongTexts(this.#bindings, data, words)
    const codes = this.#codes
    const start = this.#length
    for (let row = 0; row < count; row++) {
      // What stands at a null may be anything, also an address of nothing.
      if (valid && (valid[row >> 3]! & (1 << (row & 7))) === 0) continue
      const isShort = words[row * 4]! <= INLINE_BYTES
      codes[start + row] = isShort ? this.#shortCode(data, words, row) : this.#code(runs.at(row, count, valid))
    }
    this.#length += count
  }

  /** Texts that are there already, as those of other types. */
  addTexts(texts: readonly (string | null)[]): void {
    this.#reserve(texts.length)
    for (const text of texts) this.#codes[this.#length++] = text === null ? 0 : this.#code(text)
  }

  finish(valid: Uint8Array | undefined): TextColumn {
    const codes = narrowCodes(this.#codes.subarray(0, this.#length), this.#dictionary.length)
    return { type: 'Utf8', length: this.#length, codes, dictionary: this.#dictionary, ...(valid && { valid }) }
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed <= this.#codes.length) return
    const larger = new Uint32Array(Math.max(needed, this.#codes.length * 2))
    larger.set(this.#codes.subarray(0, this.#length))
    this.#codes = larger
  }

  #shortCode(data: Uint8Array, words: Uint32Array, row: number): number {
    const at = row * 4
    const [a, b, c, d] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!]
    let slot = this.#find(a, b, c, d)
    const known = this.#slots[slot]!
    if (known !== NONE) return known
    const from = data.byteOffset + row * 16 + 4
    // No long text is equal to a short one: they need not know of each other.
    const code = this.#dictionary.push(Buffer.from(data.buffer, from, a).toString()) - 1
    if (this.#used * 2 >= this.#slots.length) {
      this.#grow()
      slot = this.#find(a, b, c, d)
    }
    this.#keep(slot, a, b, c, d, code)
    return code
  }

  /** The slot of these words, or the free one where they belong. */
  #find(a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1
    let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2ae35)
    hash = Math.imul(hash ^ (hash >>> 13) ^ d, 0x27d4eb2f)
    for (let slot = (hash ^ (hash >>> 16)) & mask; ; slot = (slot + 1) & mask) {
      if (this.#slots[slot] === NONE) return slot
      const at = slot * 4
      const words = this.#words
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot
    }
  }

  #keep(slot: number, a: number, b: number, c: number, d: number, code: number): void {
    this.#slots[slot] = code
    this.#words.set([a, b, c, d], slot * 4)
    this.#used++
  }

  #grow(): void {
    const [slots, words] = [this.#slots, this.#words]
    this.#slots = new Uint32Array(slots.length * 2).fill(NONE)
    this.#words = new Uint32Array(words.length * 2)
    this.#used = 0
    slots.forEach((code, slot) => {
      if (code === NONE) return
      const at = slot * 4
      const [a, b, c, d] = [words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!]
      this.#keep(this.#find(a, b, c, d), a, b, c, d, code)
    })
  }

  #code(text: string): number {
    const known = this.#codeOf.get(text)
    if (known !== undefined) return known
    const code = this.#dictionary.push(text) - 1
    this.#codeOf.set(text, code)
    return code
  }
}

/** Long texts of one vector. Most lie one behind the other: such a run is fetched at once. */
class LongTexts {
  readonly #bindings: DuckdbBindings
  readonly #data: Uint8Array
  readonly #words: Uint32Array
  readonly #addresses: BigUint64Array
  #run: Buffer | undefined
  #runFrom = 0n

  constructor(bindings: DuckdbBindings, data: Uint8Array, words: Uint32Array) {
    this.#bindings = bindings
    this.#data = data
    this.#words = words
    this.#addresses = new BigUint64Array(data.buffer, data.byteOffset, words.length / 2)
  }

  at(row: number, count: number, valid: Uint8Array | undefined): string {
    const address = this.#addresses[row * 2 + 1]!
    const length = this.#words[row * 4]!
    let from = Number(address - this.#runFrom)
    if (!this.#run || from < 0 || from + length > this.#run.length) {
      this.#fetch(row, address, this.#sizeOfRun(row, count, valid))
      from = 0
    }
    return this.#run!.toString('utf8', from, from + length)
  }

  /** Only bytes that belong to a text may be fetched: a run ends where the next address is not the one right behind. */
  #sizeOfRun(first: number, count: number, valid: Uint8Array | undefined): number {
    const start = this.#addresses[first * 2 + 1]!
    let size = this.#words[first * 4]!
    for (let row = first + 1; row < count; row++) {
      if (valid && (valid[row >> 3]! & (1 << (row & 7))) === 0) continue
      const length = this.#words[row * 4]!
      if (length <= INLINE_BYTES) continue
      if (this.#addresses[row * 2 + 1]! !== start + BigInt(size)) break
      size += length
    }
    return size
  }

  #fetch(row: number, address: bigint, sizeBytes: number): void {
    const { buffer, byteOffset } = this.#data
    const bytes = this.#bindings.get_data_from_pointer(buffer, byteOffset + row * 16 + 8, sizeBytes)
    this.#run = Buffer.from(bytes.buffer, bytes.byteOffset, sizeBytes)
    this.#runFrom = address
  }
}

/** As small as the dictionary allows. */
function narrowCodes(codes: Uint32Array, dictionarySize: number): TextColumn['codes'] {
  if (dictionarySize <= 1 << 8) return new Uint8Array(codes)
  if (dictionarySize <= 1 << 16) return new Uint16Array(codes)
  return codes
}

// Bytes read one after the other, never beyond their end.

import { VIEW_KINDS } from '../data-version/tags.ts'

export class ByteReader {
  readonly #bytes: TextBytes
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as TextBytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    this.#expect(1)
    return this.#bytes[this.#at++]!
  }

  count(): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER) throw new Error('a count is too large')
      if (byte < 0x80) return value
      factor *= 0x80
    }
  }

  /** A count of things that take at least a byte each. */
  countOfParts(): number {
    const count = this.count()
    this.#expect(count)
    return count
  }

  integer(): number {
    this.#expect(4)
    this.#at += 4
    return this.#view.getInt32(this.#at - 4, true)
  }

  number(): number {
    this.#expect(8)
    this.#at += 8
    return this.#view.getFloat64(this.#at - 8, true)
  }

  /** Shares memory with what is read. */
  bytes(): Uint8Array {
    const sizeBytes = this.countOfParts()
    this.#at += sizeBytes
    return this.#bytes.subarray(this.#at - sizeBytes, this.#at)
  }

  text(): string {
    const sizeBytes = this.countOfParts()
    this.#at += sizeBytes
    return this.#bytes.utf8Slice(this.#at - sizeBytes, this.#at)
  }

  units(): string {
    const sizeBytes = this.countOfParts()
    this.#at += sizeBytes
    return this.#bytes.ucs2Slice(this.#at - sizeBytes, this.#at)
  }

  viewKind(): (typeof VIEW_KINDS)[number] {
    const kind = VIEW_KINDS[this.byte()]
    if (kind === undefined) throw new Error('the kind of an array is not known')
    return kind
  }

  #expect(sizeBytes: number): void {
    if (sizeBytes > this.#bytes.length - this.#at) throw new Error('the bytes are cut off')
  }
}

/** Methods of Node that its types leave out. */
interface TextBytes extends Buffer {
  utf8Slice(start: number, end: number): string
  ucs2Slice(start: number, end: number): string
}

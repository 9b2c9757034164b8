// Texts of one leaf: codes where the file has a dictionary, so that each text is decoded once.

import { eachByteArray, needed, noCode, type LeafValues, type PageBytes } from './leaf-values.ts'
import { Unreadable } from './unreadable.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class LeafTexts implements LeafValues {
  readonly values: Uint32Array & { [index: number]: unknown }
  /** The distinct texts. */
  readonly texts: string[] = []
  readonly #codeOf: Map<string, number> = new Map()
  #dictionary: Uint32Array | undefined

  constructor(length: number) {
    this.values = new Uint32Array(length)
  }

  /** Whether the file itself has a dictionary of them. */
  get isCoded(): boolean {
    return this.#dictionary !== undefined
  }

  dictionary(page: PageBytes, count: number): void {
    const codes: number[] = []
    const read = textReader(page.bytes)
    eachByteArray(page, count, (from, to) => codes.push(this.#toCode(read(from, to))))
    this.#dictionary = Uint32Array.from(codes)
  }

  plain(page: PageBytes, count: number, at: number): void {
    const read = textReader(page.bytes)
    let next = at
    if (this.isCoded) {
      eachByteArray(page, count, (from, to) => (this.values[next++] = this.#toCode(read(from, to))))
      return
    }
    // Without a dictionary in the file nearly all differ: each is its own entry until somebody asks.
    eachByteArray(page, count, (from, to) => (this.values[next++] = this.texts.push(read(from, to)) - 1))
  }

  coded(codes: Uint32Array, count: number, at: number): void {
    const dictionary = needed(this.#dictionary)
    const { length } = dictionary
    for (let index = 0; index < count; index++) {
      const code = codes[index]!
      if (code >= length) throw noCode(code, length)
      this.values[at + index] = dictionary[code]!
    }
  }

  decoded(values: ArrayLike<unknown>, count: number, at: number): void {
    for (let index = 0; index < count; index++) {
      const bytes = values[index] as Uint8Array
      const text = textReader(bytes)(0, bytes.length)
      this.values[at + index] = this.isCoded ? this.#toCode(text) : this.texts.push(text) - 1
    }
  }

  #toCode(text: string): number {
    const known = this.#codeOf.get(text)
    if (known !== undefined) return known
    const code = this.texts.push(text) - 1
    this.#codeOf.set(text, code)
    return code
  }
}

/** Gives the texts in bytes. @throws {Unreadable} for what is no UTF-8 */
export function textReader(bytes: Uint8Array): (from: number, to: number) => string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return (from, to) => {
    const text = buffer.toString('utf8', from, to)
    if (!text.includes('\uFFFD')) return text
    try {
      return strict.decode(bytes.subarray(from, to))
    } catch {
      throw new Unreadable('a text that is no UTF-8')
    }
  }
}

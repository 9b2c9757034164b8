// Texts that grow, each distinct one kept once.

import type { Column, TextColumn } from '../column.ts'
import { hasValue } from '../valid-bits.ts'
import { Growing, roomFor, trimmed } from './growing.ts'

/** What one `Map` of V8 can hold is a little more than this. */
const MOST_IN_MAP = 2 ** 24 - 1

export class GrowingTexts extends Growing {
  readonly #dictionary: string[] = []
  readonly #codeOf: Map<string, number>[] = [new Map()]
  #codes: Uint32Array = new Uint32Array(0)
  #last: { readonly dictionary: readonly string[]; readonly codes: Int32Array } | undefined

  /** Texts of which nearly all differ: a dictionary only costs. */
  get isMostlyDistinct(): boolean {
    return this.#dictionary.length > 1024 && this.#dictionary.length * 2 > this.length
  }

  override reserve(elements: number): void {
    this.#codes = roomFor(this.#codes, elements)
  }

  override push(value: unknown): boolean {
    if (typeof value !== 'string') return false
    this.#pushCode(this.#toCode(value))
    return this.pushed()
  }

  override append(column: Column): boolean {
    if (!('type' in column) || column.type !== 'Utf8') return false
    const { codes, dictionary, valid, length } = column
    const known = this.#codesOfDictionary(dictionary)
    const start = this.length
    this.#codes = roomFor(this.#codes, start + length)
    for (let index = 0; index < length; index++) {
      if (!hasValue(valid, index)) {
        this.#codes[start + index] = 0
        continue
      }
      const theirs = codes[index]!
      let code = known[theirs] ?? -1
      if (code < 0) {
        const text = dictionary[theirs]
        if (text === undefined)
          throw new RangeError(`a text column has the code ${theirs}, and ${dictionary.length} texts`)
        code = known[theirs] = this.#toCode(text)
      }
      this.#codes[start + index] = code
    }
    return this.appended(valid, length)
  }

  protected override pushEmpty(): void {
    this.#pushCode(0)
  }

  override finish(): TextColumn {
    const { length } = this
    const size = this.#dictionary.length
    const codes =
      size <= 256
        ? Uint8Array.from(this.#codes.subarray(0, length))
        : size <= 65_536
          ? Uint16Array.from(this.#codes.subarray(0, length))
          : trimmed(this.#codes, length)
    const valid = this.bits.finish()
    return { type: 'Utf8', length, codes, dictionary: this.#dictionary, ...(valid && { valid }) }
  }

  #pushCode(code: number): void {
    if (this.length === this.#codes.length) this.#codes = roomFor(this.#codes, this.length + 1)
    this.#codes[this.length] = code
  }

  /** Batches of one stream often share their dictionary. */
  #codesOfDictionary(dictionary: readonly string[]): Int32Array {
    if (this.#last?.dictionary !== dictionary) {
      this.#last = { dictionary, codes: new Int32Array(dictionary.length).fill(-1) }
    }
    return this.#last.codes
  }

  #toCode(text: string): number {
    for (const codes of this.#codeOf) {
      const known = codes.get(text)
      if (known !== undefined) return known
    }
    let newest = this.#codeOf.at(-1)!
    if (newest.size >= MOST_IN_MAP) this.#codeOf.push((newest = new Map()))
    const code = this.#dictionary.length
    newest.set(text, code)
    this.#dictionary.push(text)
    return code
  }
}

// The values of one leaf of the schema, gathered page by page: nulls are left out until a page is spread.

import { Unreadable } from './unreadable.ts'

/** What a page has for its values: bytes that are unpacked, from an offset on. */
export interface PageBytes {
  readonly bytes: Uint8Array
  readonly offset: number
}

export interface LeafValues {
  /** Where values are; of a text, codes or texts. */
  readonly values: { readonly length: number; [index: number]: unknown }
  dictionary(page: PageBytes, count: number): void
  plain(page: PageBytes, count: number, at: number): void
  /** Codes of the dictionary, from an index on. */
  coded(codes: Uint32Array, count: number, at: number): void
  /** As numbers and bytes that another encoding gave. */
  decoded(values: ArrayLike<unknown>, count: number, at: number): void
}

type NumberValues = Int32Array | Float32Array | BigInt64Array | Float64Array

/** Numbers of 4 or 8 bytes. */
export class LeafNumbers implements LeafValues {
  readonly values: NumberValues & { [index: number]: unknown }
  #dictionary: NumberValues | undefined

  constructor(type: 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE', length: number) {
    this.values = numbersOf(type, length)
  }

  dictionary(page: PageBytes, count: number): void {
    const values = new (this.values.constructor as new (length: number) => NumberValues)(
      countWithin(page, count, this.values.BYTES_PER_ELEMENT),
    )
    copyBytes(page, values, 0, count)
    this.#dictionary = values
  }

  plain(page: PageBytes, count: number, at: number): void {
    countWithin(page, count, this.values.BYTES_PER_ELEMENT)
    copyBytes(page, this.values, at, count)
  }

  coded(codes: Uint32Array, count: number, at: number): void {
    const values = this.values as Float64Array
    const dictionary = needed(this.#dictionary) as Float64Array
    const { length } = dictionary
    for (let index = 0; index < count; index++) {
      const code = codes[index]!
      if (code >= length) throw noCode(code, length)
      values[at + index] = dictionary[code]!
    }
  }

  decoded(values: ArrayLike<unknown>, count: number, at: number): void {
    ;(this.values as Float64Array).set(values as Float64Array, at)
    if (values.length !== count) throw new Unreadable('a page has not the values that it claims')
  }
}

function numbersOf(type: 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE', length: number): NumberValues {
  if (type === 'INT32') return new Int32Array(length)
  if (type === 'INT64') return new BigInt64Array(length)
  return type === 'FLOAT' ? new Float32Array(length) : new Float64Array(length)
}

function copyBytes({ bytes, offset }: PageBytes, into: NumberValues, at: number, count: number): void {
  const size = into.BYTES_PER_ELEMENT
  new Uint8Array(into.buffer, into.byteOffset + at * size, count * size).set(
    bytes.subarray(offset, offset + count * size),
  )
}

/** One bit each. */
export class LeafBooleans implements LeafValues {
  readonly values: Uint8Array & { [index: number]: unknown }

  constructor(length: number) {
    this.values = new Uint8Array(length)
  }

  dictionary(): void {
    throw new Unreadable('a dictionary of booleans')
  }

  plain({ bytes, offset }: PageBytes, count: number, at: number): void {
    if (offset + ((count + 7) >> 3) > bytes.length) throw new Unreadable('a page ends too early')
    for (let index = 0; index < count; index++) {
      this.values[at + index] = (bytes[offset + (index >> 3)]! >> (index & 7)) & 1
    }
  }

  coded(codes: Uint32Array, count: number, at: number): void {
    for (let index = 0; index < count; index++) this.values[at + index] = codes[index]! & 1
  }

  decoded(): void {
    throw new Unreadable('booleans in an encoding for numbers')
  }
}

/** Bytes, of one length or of any. */
export class LeafBytes implements LeafValues {
  readonly values: unknown[]
  readonly #fixedLength: number | undefined
  readonly #give: (bytes: Uint8Array) => unknown
  #dictionary: unknown[] | undefined

  /** @param give what is kept of the bytes, which are those of the page */
  constructor(length: number, fixedLength: number | undefined, give: (bytes: Uint8Array) => unknown) {
    this.values = new Array(length)
    this.#fixedLength = fixedLength
    this.#give = give
  }

  dictionary(page: PageBytes, count: number): void {
    this.#dictionary = this.#read(page, count)
  }

  plain(page: PageBytes, count: number, at: number): void {
    const values = this.#read(page, count)
    for (let index = 0; index < count; index++) this.values[at + index] = values[index]
  }

  coded(codes: Uint32Array, count: number, at: number): void {
    const dictionary = needed(this.#dictionary)
    for (let index = 0; index < count; index++) {
      const code = codes[index]!
      if (code >= dictionary.length) throw noCode(code, dictionary.length)
      this.values[at + index] = dictionary[code]
    }
  }

  decoded(values: ArrayLike<unknown>, count: number, at: number): void {
    for (let index = 0; index < count; index++) this.values[at + index] = this.#give(values[index] as Uint8Array)
  }

  #read(page: PageBytes, count: number): unknown[] {
    const fixed = this.#fixedLength
    const values: unknown[] = []
    if (fixed === undefined) {
      eachByteArray(page, count, (from, to) => values.push(this.#give(page.bytes.subarray(from, to))))
      return values
    }
    countWithin(page, count, fixed)
    for (let index = 0; index < count; index++) {
      const from = page.offset + index * fixed
      values.push(this.#give(page.bytes.subarray(from, from + fixed)))
    }
    return values
  }
}

/** Calls with the bounds of each of so many byte arrays, which have their lengths before them. */
export function eachByteArray(page: PageBytes, count: number, give: (from: number, to: number) => void): void {
  const { bytes } = page
  let { offset } = page
  for (let index = 0; index < count; index++) {
    if (offset + 4 > bytes.length) throw new Unreadable('a page ends too early')
    const length =
      (bytes[offset]! | (bytes[offset + 1]! << 8) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 24)) >>> 0
    offset += 4
    if (length > bytes.length - offset) throw new Unreadable(`a value of ${length} bytes goes beyond its page`)
    give(offset, offset + length)
    offset += length
  }
}

function countWithin({ bytes, offset }: PageBytes, count: number, sizeBytes: number): number {
  if (count * sizeBytes > bytes.length - offset)
    throw new Unreadable(`a page of ${bytes.length} bytes claims ${count} values`)
  return count
}

export function needed<Dictionary>(dictionary: Dictionary | undefined): Dictionary {
  if (dictionary === undefined) throw new Unreadable('a page refers to a dictionary that is not there')
  return dictionary
}

export function noCode(code: number, length: number): Unreadable {
  return new Unreadable(`a page refers to entry ${code} of a dictionary of ${length}`)
}

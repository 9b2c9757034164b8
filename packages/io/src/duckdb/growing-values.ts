// Values of a column that come vector by vector, and the bits that say which are there.

import type { BigIntArray, NumberArray } from '../columns/column.ts'
import { sliceBits } from '../columns/valid-bits.ts'

/** Numbers one behind the other; grows by doubling when there are more than expected. */
export class GrowingValues<Array extends NumberArray | BigIntArray> {
  readonly #create: (length: number) => Array
  #values: Array
  #length = 0

  constructor(create: (length: number) => Array, expectedRows: number) {
    this.#create = create
    this.#values = create(expectedRows)
  }

  /** Room for so many more, to be filled by the caller. */
  next(count: number): Array {
    const needed = this.#length + count
    if (needed > this.#values.length) {
      const larger = this.#create(Math.max(needed, this.#values.length * 2))
      larger.set(this.#values.subarray(0, this.#length) as never)
      this.#values = larger
    }
    const room = this.#values.subarray(this.#length, needed) as Array
    this.#length = needed
    return room
  }

  finish(): Array {
    return this.#length === this.#values.length ? this.#values : (this.#values.subarray(0, this.#length) as Array)
  }
}

/** The bits of DuckDB, which has none for a vector without nulls. */
export class GrowingValid {
  #bits: Uint8Array | undefined
  #length = 0

  add(valid: Uint8Array | undefined, count: number): void {
    const start = this.#length
    this.#length += count
    if (valid === undefined && this.#bits === undefined) return
    this.#reserve((this.#length + 7) >> 3)
    const bits = this.#bits!
    if (valid === undefined) return
    if ((start & 7) === 0) {
      bits.set(valid.subarray(0, (count + 7) >> 3), start >> 3)
      // What follows the last one is of nobody yet.
      if ((this.#length & 7) !== 0) bits[this.#length >> 3]! |= 0xff << (this.#length & 7)
      return
    }
    for (let row = 0; row < count; row++) {
      const at = start + row
      if ((valid[row >> 3]! & (1 << (row & 7))) === 0) bits[at >> 3]! &= ~(1 << (at & 7))
    }
  }

  /** `undefined` when nothing is missing. */
  finish(): Uint8Array | undefined {
    return this.#bits && sliceBits(this.#bits, 0, this.#length)?.slice()
  }

  #reserve(sizeBytes: number): void {
    if (this.#bits && this.#bits.length >= sizeBytes) return
    const larger = new Uint8Array(Math.max(sizeBytes, (this.#bits?.length ?? 0) * 2, 256)).fill(255)
    if (this.#bits) larger.set(this.#bits)
    this.#bits = larger
  }
}

// Which elements of a column are there: one bit for each, least significant first.

/** Whether an element is there; all are when there are no bits. */
export function hasValue(valid: Uint8Array | undefined, index: number): boolean {
  return valid === undefined || (valid[index >> 3]! & (1 << (index & 7))) !== 0
}

/** How many bits are 1. */
export function countValid(valid: Uint8Array, length: number): number {
  let count = 0
  const whole = length >> 3
  for (let at = 0; at < whole; at++) count += ONES[valid[at]!]!
  for (let index = whole << 3; index < length; index++) count += (valid[index >> 3]! >> (index & 7)) & 1
  return count
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/**
 * The bits of a part, beginning at the lowest bit of the first byte; what is left of the last byte is 0, so that equal
 * parts have equal bytes. `undefined` when all are 1.
 */
export function sliceBits(valid: Uint8Array | undefined, from: number, to: number): Uint8Array | undefined {
  if (valid === undefined) return undefined
  const length = to - from
  const sizeBytes = (length + 7) >> 3
  let bits = bitsFrom(valid, from, sizeBytes)
  if (countValid(bits, length) === length) return undefined
  if (isTailClear(bits, length)) return bits
  if ((from & 7) === 0) bits = bits.slice()
  bits[sizeBytes - 1]! &= (1 << (length & 7)) - 1
  return bits
}

/** So many bytes of bits from an index on: a view where that begins a byte. */
function bitsFrom(valid: Uint8Array, from: number, sizeBytes: number): Uint8Array {
  const start = from >> 3
  const shift = from & 7
  if (shift === 0) return valid.subarray(start, start + sizeBytes)
  const bits = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at++) {
    bits[at] = (valid[start + at]! >> shift) | ((valid[start + at + 1] ?? 0) << (8 - shift))
  }
  return bits
}

function isTailClear(bits: Uint8Array, length: number): boolean {
  return (length & 7) === 0 || bits[bits.length - 1]! >> (length & 7) === 0
}

/** Bits that grow; none until the first element is missing. */
export class GrowingBits {
  #bits: Uint8Array | undefined
  #length = 0

  push(isThere: boolean): void {
    const index = this.#length++
    if (this.#bits === undefined) {
      if (isThere) return
      this.#bits = new Uint8Array(Math.max(16, index >> 2)).fill(255)
    }
    if (index >> 3 >= this.#bits.length) this.#grow(index >> 3)
    if (isThere) this.#bits[index >> 3]! |= 1 << (index & 7)
    else this.#bits[index >> 3]! &= ~(1 << (index & 7))
  }

  /** So many elements that are there, or those that the bits say. */
  append(valid: Uint8Array | undefined, length: number): void {
    if (valid === undefined && this.#bits === undefined) {
      this.#length += length
      return
    }
    let index = 0
    for (; index < length && (this.#length & 7) !== 0; index++) this.push(hasValue(valid, index))
    // From here on whole bytes are written; what is beyond the end is written over by what comes next.
    const first = this.#length >> 3
    const rest = length - index
    const sizeBytes = (rest + 7) >> 3
    this.#bits ??= new Uint8Array(first + sizeBytes).fill(255)
    if (first + sizeBytes > this.#bits.length) this.#grow(first + sizeBytes)
    if (valid === undefined) this.#bits.fill(255, first, first + sizeBytes)
    else this.#bits.set(bitsFrom(valid, index, sizeBytes), first)
    this.#length += rest
  }

  finish(): Uint8Array | undefined {
    return this.#bits && sliceBits(this.#bits, 0, this.#length)
  }

  #grow(byte: number): void {
    const grown = new Uint8Array(Math.max(byte + 1, this.#bits!.length * 2)).fill(255)
    grown.set(this.#bits!)
    this.#bits = grown
  }
}

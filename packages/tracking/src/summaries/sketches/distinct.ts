// How many different ones there are, in two kilobytes: HyperLogLog.

/** Bits of the hash that choose a register: the standard error is 1.04 by the root of the count of registers, 2.3 %. */
const INDEX_BITS = 11
const REGISTERS = 1 << INDEX_BITS
const RANK_BITS = 32 - INDEX_BITS

/** The standard error of {@link DistinctSketch.estimate}, as a ratio. */
export const DISTINCT_ERROR: number = 1.04 / Math.sqrt(REGISTERS)

/**
 * Flajolet, Fusy, Gandouet and Meunier, HyperLogLog (2007), with the estimator of Ertl, New Cardinality Estimation Algorithms for
 * HyperLogLog Sketches (2017), algorithm 6, which needs no correction for few or many. Hashes have 32 bits: above a hundred million
 * different ones, estimates become too small.
 */
export class DistinctSketch {
  readonly #registers: Uint8Array

  constructor(registers: Uint8Array = new Uint8Array(REGISTERS)) {
    this.#registers = registers
  }

  /** @param hash 32 bits, well mixed */
  add(hash: number): void {
    const index = hash >>> RANK_BITS
    const rank = Math.clz32(hash << INDEX_BITS) + 1
    const most = rank > RANK_BITS + 1 ? RANK_BITS + 1 : rank
    if (this.#registers[index]! < most) this.#registers[index] = most
  }

  addNumbers(values: Float64Array, length: number): void {
    for (let at = 0; at < length; at++) this.add(hashNumber(values[at]!))
  }

  /** Of both together: exactly that of all that was added. */
  merge({ registers }: { readonly registers: Uint8Array }): DistinctSketch {
    return new DistinctSketch(this.#registers.map((rank, at) => Math.max(rank, registers[at]!)))
  }

  get registers(): Uint8Array {
    return this.#registers
  }

  estimate(): number {
    const counts = new Array<number>(RANK_BITS + 2).fill(0)
    for (const rank of this.#registers) counts[rank]!++
    let sum = REGISTERS * tau(1 - counts[RANK_BITS + 1]! / REGISTERS)
    for (let rank = RANK_BITS; rank >= 1; rank--) sum = 0.5 * (sum + counts[rank]!)
    sum += REGISTERS * sigma(counts[0]! / REGISTERS)
    return Math.round((REGISTERS * REGISTERS) / (2 * Math.LN2 * sum))
  }

  /** Text of at most 2 kB: each register a letter, or of few ones their places and letters. */
  toText(): string {
    let [few, all] = ['s', 'd']
    for (let at = 0; at < REGISTERS; at++) {
      const rank = this.#registers[at]!
      if (rank > 0 && few.length <= REGISTERS) few += LETTERS[at >> 6]! + LETTERS[at & 63]! + LETTERS[rank]!
      all += LETTERS[rank]!
    }
    return few.length <= REGISTERS ? few : all
  }

  static fromText(text: string): DistinctSketch {
    const registers = new Uint8Array(REGISTERS)
    const valueAt = (at: number): number => Math.max(0, LETTERS.indexOf(text[at] ?? 'A'))
    if (text.startsWith('d')) for (let at = 0; at < REGISTERS; at++) registers[at] = valueAt(at + 1)
    else for (let at = 1; at + 2 < text.length; at += 3) registers[valueAt(at) * 64 + valueAt(at + 1)] = valueAt(at + 2)
    return new DistinctSketch(registers)
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function sigma(ratio: number): number {
  if (ratio === 1) return Number.POSITIVE_INFINITY
  let [power, factor, sum, before] = [ratio, 1, ratio, Number.NaN]
  while (sum !== before) {
    power *= power
    before = sum
    sum += power * factor
    factor += factor
  }
  return sum
}

function tau(ratio: number): number {
  if (ratio === 0 || ratio === 1) return 0
  let [root, factor, sum, before] = [ratio, 1, 1 - ratio, Number.NaN]
  while (sum !== before) {
    root = Math.sqrt(root)
    before = sum
    factor *= 0.5
    sum -= (1 - root) ** 2 * factor
  }
  return sum / 3
}

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

/** 0 and -0 are one number, and so are all NaN. */
export function hashNumber(value: number): number {
  float[0] = value + 0
  return mix(Math.imul(words[0]!, 0x9e3779b1) ^ mix(words[1]!))
}

/** Of so many code units at the beginning and at the end of a text. */
const HASHED = 512

/** Of the code units; FNV-1a, mixed. Of long texts the beginning, the end and the length. */
export function hashText(text: string, salt = 0): number {
  let hash = (0x811c9dc5 ^ salt) | 0
  const { length } = text
  const isLong = length > 2 * HASHED
  for (let at = 0; at < length; at++) {
    if (isLong && at === HASHED) at = length - HASHED
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return mix(hash ^ Math.imul(length, 0x9e3779b1))
}

/** The end of MurmurHash3 (Appleby, public domain). */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

// Lists of numbers in a list, as embeddings are: how long each is, and its norm.

import { mergeHeads, type Seen, type SummaryHead } from './head.ts'
import { mergeNumeric, Numbers, type NumericSummary } from './numeric.ts'

export interface VectorsSummary extends SummaryHead {
  /** How many numbers a vector has: the same twice when all are as long. */
  readonly dimensions: { readonly min: number; readonly max: number } | null
  /** Euclidean norms. NaN counts those with a NaN. */
  readonly norms: NumericSummary
}

export class Vectors {
  readonly #norms: Numbers
  #min = Number.POSITIVE_INFINITY
  #max = 0

  constructor(expected: number, seed: number) {
    this.#norms = new Numbers(expected, seed)
  }

  /** What is no number counts as NaN. */
  add(vector: ArrayLike<unknown>): void {
    let squares = 0
    for (let at = 0; at < vector.length; at++) {
      const item = vector[at]
      squares += typeof item === 'number' ? item * item : Number.NaN
    }
    this.#norms.add(Math.sqrt(squares))
    this.#min = Math.min(this.#min, vector.length)
    this.#max = Math.max(this.#max, vector.length)
  }

  finish(missing: number, seen: Seen): VectorsSummary {
    const norms = this.#norms.finish(missing, seen)
    const { n, missing: absent, sampled } = norms
    const dimensions = this.#max >= this.#min ? { min: this.#min, max: this.#max } : null
    return { n, missing: absent, ...(sampled && { sampled }), dimensions, norms }
  }
}

export function mergeVectors(a: VectorsSummary, b: VectorsSummary): VectorsSummary {
  const [one, other] = [a.dimensions, b.dimensions]
  const dimensions =
    one && other ? { min: Math.min(one.min, other.min), max: Math.max(one.max, other.max) } : (one ?? other)
  return { ...mergeHeads(a, b), dimensions, norms: mergeNumeric(a.norms, b.norms) }
}

/** Whether a value is a list of numbers, by its first and last few. */
export function isVector(value: object): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value)) {
    return (
      !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array) &&
      !isBytes(value)
    )
  }
  if (!Array.isArray(value) || value.length === 0) return false
  const looked = value.length <= 16 ? value : [...value.slice(0, 8), ...value.slice(-8)]
  return looked.every((item) => typeof item === 'number')
}

/** A `Buffer` of Node is bytes, not numbers. */
export function isBytes(value: object): value is Uint8Array {
  return value instanceof Uint8Array && value.constructor.name === 'Buffer'
}

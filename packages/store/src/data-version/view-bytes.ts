// The bytes of typed arrays as they are hashed: those of the array, without the rest of its buffer, with one NaN.

import { CANONICAL_NAN } from './byte-writer.ts'
import { SHARING, type ViewKind } from './tags.ts'

const typedArrayPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object

export function viewKindOf(view: ArrayBufferView): ViewKind {
  const kind = Reflect.get(typedArrayPrototype, Symbol.toStringTag, view) as ViewKind | undefined
  if (kind === undefined) return 'DataView'
  return kind === 'Uint8Array' && Object.getPrototypeOf(view) === Buffer.prototype ? 'Buffer' : kind
}

export function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

export function sharingOf(buffer: ArrayBufferLike): number {
  const { growable, resizable } = buffer as ResizableBuffer & { growable?: boolean }
  if (growable !== undefined) return growable ? SHARING.sharedGrowable : SHARING.shared
  return resizable ? SHARING.growable : SHARING.none
}

/** Of ECMAScript 2024, which the settings of the compiler do not have yet. */
export interface ResizableBuffer extends ArrayBuffer {
  readonly resizable: boolean
  readonly maxByteLength: number
  readonly detached: boolean
}

/** What is copied at once when there are NaNs: whole elements of every kind. */
const CHUNK_BYTES = 32 * 1024

/**
 * Which bits a NaN has depends on the processor and on how far the engine has optimized the code that made it. Arrays that
 * are equal number by number give the same bytes.
 */
export function forEachCanonicalChunk(view: ArrayBufferView, take: (bytes: Uint8Array) => void): void {
  const bytes = bytesOf(view)
  const correct = CORRECT_NANS[viewKindOf(view)]
  if (!correct || !hasNaN(view as unknown as ArrayLike<number>)) {
    take(bytes)
    return
  }
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const part = bytes.slice(start, start + CHUNK_BYTES)
    correct(part.buffer)
    take(part)
  }
}

/** Floats are written by their bits: what an engine stores when it is given NaN is its own affair. */
const CORRECT_NANS: Partial<Record<ViewKind, (buffer: ArrayBuffer) => void>> = {
  Float16Array: (buffer) => {
    const bits = new Uint16Array(buffer)
    for (let index = 0; index < bits.length; index++) if ((bits[index]! & 0x7fff) > 0x7c00) bits[index] = 0x7e00
  },
  Float32Array: (buffer) => {
    const bits = new Uint32Array(buffer)
    for (let index = 0; index < bits.length; index++)
      if ((bits[index]! & 0x7fffffff) > 0x7f800000) bits[index] = 0x7fc00000
  },
  Float64Array: (buffer) => {
    const numbers = new Float64Array(buffer)
    const bits = new BigUint64Array(buffer)
    for (let index = 0; index < bits.length; index++) if (numbers[index] !== numbers[index]) bits[index] = CANONICAL_NAN
  },
}

function hasNaN(numbers: ArrayLike<number>): boolean {
  if (numbers instanceof Float64Array) return hasNaN64(numbers)
  for (let index = 0; index < numbers.length; index++) if (numbers[index] !== numbers[index]) return true
  return false
}

/** By itself, so that the engine sees one kind of array: NaN is what makes a sum NaN. */
function hasNaN64(numbers: Float64Array): boolean {
  let [one, two, three, four] = [0, 0, 0, 0]
  const { length } = numbers
  const end = length - (length % 4)
  for (let index = 0; index < end; index += 4) {
    // Infinity - Infinity is NaN as well: then the slow way looks again, and finds nothing to change.
    one += numbers[index]! - numbers[index]!
    two += numbers[index + 1]! - numbers[index + 1]!
    three += numbers[index + 2]! - numbers[index + 2]!
    four += numbers[index + 3]! - numbers[index + 3]!
  }
  for (let index = end; index < length; index++) one += numbers[index]! - numbers[index]!
  return one + two + three + four !== 0
}

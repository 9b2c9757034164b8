// The sets of keys that records of one value have: each is sorted and written once, and known by a number from then on.

import { byCodeUnits } from './class-identity.ts'

/** The keys of a record in the order in which they are written. */
export interface Shape {
  readonly keys: readonly string[]
  /** Its number; none for records with many keys, and when there are many sets. */
  readonly number: number | undefined
  readonly isNew: boolean
  readonly hasProtoKey: boolean
}

/** Records with more keys are taken for tables of entries, each different from the others. */
const MOST_SHAPE_KEYS = 64
const MOST_SHAPES = 4096

class Step {
  readonly next = new Map<string, Step>()
  shape: Shape | undefined
}

export class KeyShapes {
  readonly #isSorted: boolean
  #root = new Step()
  #count = 0
  #last: { readonly found: readonly string[]; readonly shape: Shape } | undefined
  #beforeLast: { readonly found: readonly string[]; readonly shape: Shape } | undefined

  /** Sorted, the order in which a record got its keys does not count; otherwise it is kept. */
  constructor(isSorted: boolean) {
    this.#isSorted = isSorted
  }

  reset(): void {
    if (this.#count > 0) this.#root = new Step()
    this.#count = 0
    this.#last = this.#beforeLast = undefined
  }

  of(found: readonly string[]): Shape {
    if (this.#last && isSame(this.#last.found, found)) return this.#last.shape
    if (this.#beforeLast && isSame(this.#beforeLast.found, found)) {
      const recent = this.#beforeLast
      this.#beforeLast = this.#last
      this.#last = recent
      return recent.shape
    }
    const keys = this.#isSorted ? found.toSorted(byCodeUnits) : found
    if (keys.length > MOST_SHAPE_KEYS) return shapeOf(keys, undefined, false)
    const step = this.#stepOf(keys)
    if (!step) return shapeOf(keys, undefined, false)
    const known = step.shape
    step.shape ??= shapeOf(keys, this.#count++, false)
    this.#beforeLast = this.#last
    this.#last = { found, shape: step.shape }
    return known ?? { ...step.shape, isNew: true }
  }

  /** Nothing is added when there are many shapes. */
  #stepOf(keys: readonly string[]): Step | undefined {
    let step = this.#root
    for (const key of keys) {
      let next = step.next.get(key)
      if (!next) {
        if (this.#count === MOST_SHAPES) return undefined
        step.next.set(key, (next = new Step()))
      }
      step = next
    }
    return step.shape || this.#count < MOST_SHAPES ? step : undefined
  }
}

function shapeOf(keys: readonly string[], number: number | undefined, isNew: boolean): Shape {
  return { keys, number, isNew, hasProtoKey: keys.includes('__proto__') }
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

// A column that grows at its end: what every form of it can do.

import type { Column } from '../column.ts'
import { GrowingBits } from '../valid-bits.ts'

export abstract class Growing {
  length = 0
  protected readonly bits: GrowingBits = new GrowingBits()

  /** Adds an element that is not null. @returns false when this form cannot hold it; then nothing has changed */
  abstract push(value: unknown): boolean

  /** Adds a whole column of the same form. @returns false when it has to be added element by element */
  abstract append(column: Column): boolean

  /** Makes room for so many elements, so that nothing need be copied as it grows. */
  reserve(_elements: number): void {}

  /** All elements, in arrays of exactly their length. */
  abstract finish(): Column

  protected abstract pushEmpty(): void

  pushNull(): void {
    this.pushEmpty()
    this.bits.push(false)
    this.length++
  }

  protected pushed(): true {
    this.bits.push(true)
    this.length++
    return true
  }

  protected appended(valid: Uint8Array | undefined, length: number): true {
    this.bits.append(valid, length)
    this.length += length
    return true
  }
}

interface NumbersThatGrow {
  readonly length: number
  set(from: never, offset?: number): void
  slice(from: number, to: number): this
}

/** An array that has room for so many elements. */
export function roomFor<Values extends NumbersThatGrow>(values: Values, length: number): Values {
  if (length <= values.length) return values
  const grown = new (values.constructor as new (length: number) => Values)(Math.max(length, values.length * 2, 64))
  grown.set(values as never)
  return grown
}

/** The first elements: the array itself when it has no others. */
export function trimmed<Values extends NumbersThatGrow>(values: Values, length: number): Values {
  return values.length === length ? values : values.slice(0, length)
}

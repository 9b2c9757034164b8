// Elements of columns as values: numbers, texts, dates.

import type { Column } from './column.ts'
import { isTypedNumbers, type DescribedColumn, type ElementOf } from './column-types.ts'
import { hasValue } from './valid-bits.ts'

/** Gives the element at an index, null for a missing one. */
export type ReadElement<Element = unknown> = (index: number) => Element | null

/** A reader for all elements of one column: what kind of column it is, is asked once. */
export function readerOf<const OneColumn extends Column>(column: OneColumn): ReadElement<ElementOf<OneColumn>>
export function readerOf(column: Column): ReadElement {
  if (isTypedNumbers(column)) return (index) => column[index] ?? null
  if (Array.isArray(column)) return (index) => (column[index] as unknown) ?? null
  const described = column as DescribedColumn
  const read = readerOfStored(described)
  const { valid } = described
  return valid === undefined ? read : (index) => (hasValue(valid, index) ? read(index) : null)
}

function readerOfStored(column: DescribedColumn): ReadElement {
  switch (column.type) {
    case 'Utf8': {
      const { codes, dictionary } = column
      return (index) => dictionary[codes[index]!] ?? null
    }
    case 'Bool': {
      const { values } = column
      return (index) => (index in values ? values[index] === 1 : null)
    }
    case 'Date': {
      const { values } = column
      return (index) => (index in values ? new Date(values[index]! * DAY_MS) : null)
    }
    case 'Timestamp': {
      const { values, unit } = column
      return (index) => (index in values ? new Date(instantMs(values[index]!, unit)) : null)
    }
    default: {
      const { values } = column
      return (index) => values[index] ?? null
    }
  }
}

export const DAY_MS = 86_400_000

/** Parts of a millisecond are cut off towards the past, so that instants never move past one another. */
export function instantMs(value: number | bigint, unit: 's' | 'ms' | 'us' | 'ns'): number {
  if (typeof value === 'bigint') {
    if (unit === 's' || unit === 'ms') return Number(value) * (unit === 's' ? 1000 : 1)
    const parts = unit === 'us' ? 1000n : 1_000_000n
    const whole = value / parts
    return Number(value % parts < 0n ? whole - 1n : whole)
  }
  if (unit === 'ms') return value
  return unit === 's' ? value * 1000 : Math.floor(value / (unit === 'us' ? 1000 : 1_000_000))
}

/**
 * The element at an index, counted from 0: a number, a bigint, a text, a boolean, a `Date`, or what an array holds; null
 * when it is missing, and beyond the end. What a timestamp has below a millisecond is cut off; its `values` have it.
 *
 * @example
 * import { at, toColumns } from '@throughline/io/columns'
 * const { origin } = toColumns([{ origin: 'OSL' }, { origin: null }], { origin: 'string?' })
 * at(origin, 0) // => 'OSL'
 * at(origin, 1) // => null
 */
export function at<const OneColumn extends Column>(column: OneColumn, index: number): ElementOf<OneColumn> | null {
  return readerOf(column)(index)
}

/**
 * The elements of a column, one after the other.
 *
 * @example
 * import { valuesOf } from '@throughline/io/columns'
 * Math.max(...valuesOf(Int32Array.of(3, 1, 2))) // => 3
 */
export function* valuesOf<const OneColumn extends Column>(
  column: OneColumn,
): Generator<ElementOf<OneColumn> | null, void, undefined> {
  const read = readerOf(column)
  for (let index = 0; index < column.length; index++) yield read(index)
}

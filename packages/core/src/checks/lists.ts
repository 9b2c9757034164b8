// One value, or many of them: in an array, a typed array, a column, or anything else that is iterable.

import { show } from './show.ts'
import type { CheckAnswer, ReportFacts } from './check.ts'
import { isPacked, unpacked, type PackedColumn } from './packed-columns.ts'

/** A column of values in memory, by its form: those of Apache Arrow have it, and those of other libraries. */
export interface Column<out T> {
  readonly length: number
  /** How many elements are null, if the column knows. */
  readonly nullCount?: number
  get(index: number): T | null | undefined
}

/** No value: checks on elements do not look at it, only those that ask for nulls do. */
export type Missing = null | undefined

export type Many<T> = Iterable<T | Missing> | Column<T> | PackedColumn<T>
export type OneOrMany<T> = T | Missing | Many<T>

/** The elements of a value under an index; of one value: itself. */
export interface Listed {
  readonly values: ArrayLike<unknown>
  readonly isOne: boolean
}

/**
 * Numbers of typed arrays come as a `Float64Array`: loops that meet few kinds of arrays are many times faster.
 *
 * @complexity O(elements), except for arrays and `Float64Array`, which are taken as they are
 */
export function listOf(value: unknown): Listed {
  const values = elementsOf(value)
  return values ? { values, isOne: false } : { values: [value], isOne: true }
}

/** The elements of a list; `undefined` for what is none. Text is one value. */
export function elementsOf(value: unknown): ArrayLike<unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) || value instanceof Float64Array) return value
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return value
  if (isTypedArray(value)) return new Float64Array(value)
  if (isColumn(value)) return storedNumbers(value) ?? Array.from({ length: value.length }, (_, at) => value.get(at))
  if (isPacked(value)) return unpacked(value)
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined
}

/** Columns of these types hold the very numbers that they give, so their storage can be read in their place. */
const PLAIN_NUMBERS = /^(Float(32|64)|(Ui|I)nt(8|16|32))$/

function storedNumbers(column: Column<unknown>): Float64Array | undefined {
  const { type, nullCount, toArray } = column as Column<unknown> & { type?: unknown; toArray?: unknown }
  if (nullCount !== 0 || typeof toArray !== 'function' || !PLAIN_NUMBERS.test(String(type))) return undefined
  const stored: unknown = toArray.call(column)
  return stored instanceof Float64Array ? stored : new Float64Array(stored as ArrayLike<number>)
}

export function isMissing(value: unknown): value is Missing {
  return value === null || value === undefined
}

export function isTypedArray(value: object): value is object & ArrayLike<number> {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
}

export function isColumn(value: object): value is Column<unknown> {
  const { length, get } = value as Partial<Column<unknown>>
  return typeof length === 'number' && typeof get === 'function'
}

/** Which elements did not pass: how many, and the index of the first. */
export interface Failing {
  readonly count: number
  readonly first: number
}

/** Asks about every element that is there. */
export function findFailing(values: ArrayLike<unknown>, holds: (element: unknown) => boolean): Failing {
  let count = 0
  let first = -1
  for (let index = 0; index < values.length; index++) {
    const element = values[index]
    if (isMissing(element) || holds(element)) continue
    if (count === 0) first = index
    count++
  }
  return { count, first }
}

/** The test of a check that asks about every element by itself. */
export function testElements(holds: (element: unknown) => boolean) {
  return (value: unknown, report?: ReportFacts): CheckAnswer => {
    const list = listOf(value)
    return answerFor(list, findFailing(list.values, holds), report)
  }
}

/** True, or the first element that failed and how many others there are. */
export function answerFor(list: Listed, { count, first }: Failing, report?: ReportFacts, word = ''): CheckAnswer {
  const { values, isOne } = list
  const { length } = values
  report?.({ values: length, failed: count, ...(count > 0 && { firstIndex: first, firstValue: values[first] }) })
  if (count === 0) return true
  if (isOne) return `found ${show(values[0])}`
  return `found ${show(values[first])}${word} at index ${first}${count > 1 ? ` and ${count - 1} more` : ''}, of ${length} values`
}

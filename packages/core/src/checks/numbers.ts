// Checks on numbers: one number, or many in an array, a typed array, a column or any other iterable.

import type { Check } from './check.ts'
import { expectOption } from '../errors/expect-option.ts'
import { answerFor, findFailing, listOf, testElements, type Failing, type OneOrMany } from './lists.ts'
import { show } from './show.ts'

export type Numbers = OneOrMany<number | bigint>

export interface NumberOptions {
  /** Leaves NaN out, as if it were missing. Without it, NaN never passes. @defaultValue false */
  readonly ignoreNaN?: boolean
}

/**
 * Every number is at least `min` and at most `max`. NaN is outside of every range.
 *
 * @throws {modifier/bad-option} when `min` is above `max`
 */
export function inRange(min: number | bigint, max: number | bigint, options: NumberOptions = {}): Check<Numbers> {
  expectOption(min <= max, 'inRange', 'max', max, `at least ${min}`)
  const { ignoreNaN = false } = options
  return {
    name: `inRange(${show(min)}, ${show(max)})`,
    test: (value, report) => {
      const list = listOf(value)
      return answerFor(list, findOutside(list.values, min, max, ignoreNaN), report)
    },
  }
}

/** No number is NaN. */
export function noNaN(): Check<Numbers> {
  return { ...inRange(-Infinity, Infinity), name: 'noNaN' }
}

/** No number is NaN or infinite. */
export function isFinite(): Check<Numbers> {
  const isFiniteNumber = (value: unknown): boolean => typeof value === 'bigint' || Number.isFinite(value)
  return { name: 'isFinite', test: testElements(isFiniteNumber) }
}

function findOutside(
  values: ArrayLike<unknown>,
  min: number | bigint,
  max: number | bigint,
  ignoreNaN: boolean,
): Failing {
  if (values instanceof Float64Array) return findOutsideOfFloats(values, Number(min), Number(max), ignoreNaN)
  return findFailing(values, (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return false
    return (value >= min && value <= max) || (ignoreNaN && Number.isNaN(value))
  })
}

/** In a loop of its own that meets one kind of array and calls nothing: several times faster. */
function findOutsideOfFloats(values: Float64Array, min: number, max: number, ignoreNaN: boolean): Failing {
  let count = 0
  let first = -1
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if ((value >= min && value <= max) || (ignoreNaN && Number.isNaN(value))) continue
    if (count === 0) first = index
    count++
  }
  return { count, first }
}

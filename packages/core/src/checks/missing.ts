// Checks on what is not there: null and undefined, and NaN where it stands for a missing number.

import type { Check, CheckAnswer, ReportFacts } from './check.ts'
import { expectOption } from '../errors/expect-option.ts'
import { answerFor, isMissing, listOf, type Column, type Failing, type Many } from './lists.ts'
import type { Numbers } from './numbers.ts'
import { hasNoNulls } from './packed-columns.ts'
import { show } from './show.ts'

/** The value itself is neither null nor undefined. */
export function notNull(): Check<unknown> {
  return { name: 'notNull', test: (value) => !isMissing(value) || `found ${show(value)}` }
}

/** No element is null or undefined. */
export function noNulls(): Check<Many<unknown>> {
  return {
    name: 'noNulls',
    test: (value, report) => {
      const length = knownLength(value)
      const list = length === undefined ? listOf(value) : { values: { length }, isOne: false }
      const failing = length === undefined ? countWhere(list.values, isMissing) : NONE
      return answerFor(list, failing, report)
    },
  }
}

/**
 * At most this fraction of the elements is null or undefined. An empty list passes.
 *
 * @param limit 0 to 1
 * @throws {modifier/bad-option} when the limit is not between 0 and 1
 */
export function maxFractionNull(limit: number): Check<Many<unknown>> {
  return maxFraction('maxFractionNull', limit, isMissing)
}

/**
 * At most this fraction of the elements is NaN. An empty list passes; null and undefined are elements that are not NaN.
 *
 * @param limit 0 to 1
 * @throws {modifier/bad-option} when the limit is not between 0 and 1
 */
export function maxFractionNaN(limit: number): Check<Numbers> {
  return maxFraction('maxFractionNaN', limit, Number.isNaN)
}

function maxFraction(name: string, limit: number, isCounted: (element: unknown) => boolean): Check<unknown> {
  expectOption(limit >= 0 && limit <= 1, name, 'limit', limit, 'a number from 0 to 1')
  const test = (value: unknown, report?: ReportFacts): CheckAnswer => {
    const { values } = listOf(value)
    const { length } = values
    const { count } = countWhere(values, isCounted)
    const fraction = length === 0 ? 0 : count / length
    report?.({ values: length, counted: count, fraction })
    return fraction <= limit || `found a fraction of ${fraction}: ${count} of ${length} values`
  }
  return { name: `${name}(${limit})`, test }
}

const NONE: Failing = { count: 0, first: -1 }

/** How long a column is that knows itself to be without nulls: it need not be read. */
function knownLength(value: Many<unknown>): number | undefined {
  const { nullCount, length } = Object(value) as Partial<Column<unknown>>
  return nullCount === 0 || hasNoNulls(value) ? length : undefined
}

function countWhere(values: ArrayLike<unknown>, isCounted: (element: unknown) => boolean): Failing {
  let count = 0
  let first = -1
  for (let index = 0; index < values.length; index++) {
    if (!isCounted(values[index])) continue
    if (count === 0) first = index
    count++
  }
  return { count, first }
}

// Checks on how much there is.

import type { Check } from './check.ts'
import { expectOption } from '../errors/expect-option.ts'

/** Lists, columns and text have a length; maps and sets have a size. */
export type Countable = { readonly length: number } | { readonly size: number }

/** There is at least one element or character. */
export function notEmpty(): Check<Countable> {
  return { name: 'notEmpty', test: (value) => countOf(value) > 0 || 'found nothing' }
}

/**
 * There are at least `min` and at most `max` elements or characters.
 *
 * @throws {modifier/bad-option} when `min` is above `max`
 */
export function lengthBetween(min: number, max: number): Check<Countable> {
  expectOption(min <= max, 'lengthBetween', 'max', max, `at least ${min}`)
  return {
    name: `lengthBetween(${min}, ${max})`,
    test: (value, report) => {
      const length = countOf(value)
      report?.({ length })
      return (length >= min && length <= max) || `found ${length}`
    },
  }
}

function countOf(value: Countable): number {
  return 'length' in Object(value) ? (value as { length: number }).length : (value as { size: number }).size
}

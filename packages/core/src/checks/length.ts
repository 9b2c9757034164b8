// Checks on how much there is.

import type { Check } from './check.ts'

interface Countable {
  readonly length: number
}

/** There is at least one element or character. */
export function notEmpty(): Check<Countable> {
  return { name: 'notEmpty', test: (value) => value.length > 0 || 'found nothing' }
}

/** There are at least `min` and at most `max` elements or characters. */
export function lengthBetween(min: number, max: number): Check<Countable> {
  return {
    name: `lengthBetween(${min}, ${max})`,
    test: ({ length }) => (length >= min && length <= max) || `found ${length}`,
  }
}

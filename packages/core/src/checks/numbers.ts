// Checks on numbers: one number, or many in an array, a typed array or any other iterable.

import type { Check } from './check.ts'

export type Numbers = number | Iterable<number>

/** Every number is at least `min` and at most `max`. NaN is outside of every range. */
export function inRange(min: number, max: number): Check<Numbers> {
  return eachNumber(`inRange(${min}, ${max})`, (value) => value >= min && value <= max)
}

/** No number is NaN. */
export function noNaN(): Check<Numbers> {
  return eachNumber('noNaN', (value) => !Number.isNaN(value))
}

/** No number is NaN or infinite. */
export function isFinite(): Check<Numbers> {
  return eachNumber('isFinite', (value) => Number.isFinite(value))
}

function eachNumber(name: string, holds: (value: number) => boolean): Check<Numbers> {
  return {
    name,
    test: (value) => {
      if (typeof value === 'number') return holds(value) || `found ${value}`
      let index = 0
      let count = 0
      let first = ''
      for (const one of value) {
        if (!holds(one)) {
          if (count === 0) first = `${one} at index ${index}`
          count++
        }
        index++
      }
      return count === 0 || `found ${first}${count > 1 ? ` and ${count - 1} more` : ''}, of ${index} values`
    },
  }
}

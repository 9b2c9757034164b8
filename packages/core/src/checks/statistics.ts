// Checks on what numbers are like together: their mean, and how far they spread.

import type { Check } from './check.ts'
import { expectOption } from '../errors/expect-option.ts'
import { isMissing, listOf } from './lists.ts'
import type { NumberOptions, Numbers } from './numbers.ts'
import { show } from './show.ts'

/**
 * The mean is at least `min` and at most `max`. A NaN among the numbers makes the mean NaN, which does not pass; nor does
 * a list without numbers, which has no mean.
 *
 * @throws {modifier/bad-option} when `min` is above `max`
 */
export function meanInRange(min: number, max: number, options: NumberOptions = {}): Check<Numbers> {
  expectOption(min <= max, 'meanInRange', 'max', max, `at least ${min}`)
  return {
    name: `meanInRange(${show(min)}, ${show(max)})`,
    test: (value, report) => {
      const numbers = numbersIn(value, options)
      const mean = meanOf(numbers)
      report?.({ mean, numbers: numbers.length })
      if (mean >= min && mean <= max) return true
      return numbers.length === 0 ? 'found no numbers' : `found a mean of ${mean} over ${count(numbers)}`
    },
  }
}

/**
 * The sample standard deviation (the divisor is one less than the count) is at most `limit`. A NaN among the numbers does
 * not pass; fewer than two numbers do, since nothing spreads.
 *
 * @throws {modifier/bad-option} when the limit is not a number from 0
 */
export function maxStandardDeviation(limit: number, options: NumberOptions = {}): Check<Numbers> {
  expectOption(limit >= 0, 'maxStandardDeviation', 'limit', limit, 'a number from 0')
  return {
    name: `maxStandardDeviation(${show(limit)})`,
    test: (value, report) => {
      const numbers = numbersIn(value, options)
      const deviation = standardDeviationOf(numbers)
      report?.({ standardDeviation: deviation, numbers: numbers.length })
      return deviation <= limit || `found a standard deviation of ${deviation} over ${count(numbers)}`
    },
  }
}

/** The numbers that are there. What is no number counts as NaN. */
function numbersIn(value: unknown, { ignoreNaN = false }: NumberOptions): Float64Array {
  const { values } = listOf(value)
  if (values instanceof Float64Array && !ignoreNaN) return values
  const numbers = new Float64Array(values.length)
  let length = 0
  for (let index = 0; index < values.length; index++) {
    const element = values[index]
    if (isMissing(element)) continue
    const number = typeof element === 'number' || typeof element === 'bigint' ? Number(element) : Number.NaN
    if (!ignoreNaN || !Number.isNaN(number)) numbers[length++] = number
  }
  return numbers.subarray(0, length)
}

function meanOf(numbers: Float64Array): number {
  let sum = 0
  for (let index = 0; index < numbers.length; index++) sum += numbers[index]!
  return sum / numbers.length
}

/** In two passes: the textbook form in one pass loses digits where the mean is large beside the spread. */
function standardDeviationOf(numbers: Float64Array): number {
  if (numbers.length < 2) return Number.isFinite(numbers[0] ?? 0) ? 0 : Number.NaN
  const mean = meanOf(numbers)
  let squares = 0
  for (let index = 0; index < numbers.length; index++) squares += (numbers[index]! - mean) ** 2
  return Math.sqrt(squares / (numbers.length - 1))
}

function count({ length }: Float64Array): string {
  return `${length} ${length === 1 ? 'number' : 'numbers'}`
}

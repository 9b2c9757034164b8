// Two values, compared in depth: what of the one is not as in the other, and where.

import { DeepComparison } from './deep-comparison.ts'
import { expectOption } from '../errors/expect-option.ts'
import { pathText } from './path-text.ts'
import { show } from './show.ts'

export interface CompareOptions {
  /** Largest difference of two numbers that is accepted. @defaultValue 0 */
  readonly tolerance?: number
  /** The same as a fraction of the golden number. One of the two tolerances is enough. @defaultValue 0 */
  readonly relativeTolerance?: number
  /**
   * null, undefined, NaN and what is not there count as equal: other programs often write one for another.
   * @defaultValue false
   */
  readonly missingIsEqual?: boolean
}

/** A place where two values differ. */
export interface Difference {
  /** From the whole to the part: `['rows', 2, 'price']`; empty for the whole. */
  readonly path: readonly PropertyKey[]
  /** `undefined` when there is nothing. */
  readonly actual: unknown
  /** `undefined` when there is nothing. */
  readonly golden: unknown
  /** How far two numbers are apart. */
  readonly deviation?: number
}

/**
 * Compares a value with a golden one, in depth.
 *
 * - Numbers, bigints included, are equal when they are within one of the tolerances. NaN is equal to NaN, 0 to -0.
 * - Lists are compared element by element, whatever they are: arrays, typed arrays, columns, sets beside arrays.
 * - Maps are compared by key, sets by member, dates by time, tables of Apache Arrow by column.
 * - Other objects are compared by their own enumerable properties, where an absent one is undefined; those with a `toJSON`
 *   by what that gives. Objects that show nothing are equal only to themselves.
 *
 * @returns every difference, in the order of the values; empty when there is none
 * @throws {modifier/bad-option} when a tolerance is not a number from 0
 * @complexity O(values); members of sets and keys of maps that are not identical are compared with each other
 * @example
 * import { compareValues } from 'throughline/checks'
 * compareValues({ mean: [1, 2.5] }, { mean: [1, 2] }) // => [{ path: ['mean', 1], actual: 2.5, golden: 2, deviation: 0.5 }]
 */
export function compareValues(actual: unknown, golden: unknown, options: CompareOptions = {}): Difference[] {
  const differences: Difference[] = []
  visitDifferences(actual, golden, options, (difference) => void differences.push(difference))
  return differences
}

/** Tells each difference as it is found, so that a million of them need no memory. */
export function visitDifferences(
  actual: unknown,
  golden: unknown,
  options: CompareOptions,
  found: (difference: Difference) => void,
): void {
  assertTolerances(options, 'compareValues')
  new DeepComparison(options, found).visit(actual, golden, undefined)
}

/** @throws {modifier/bad-option} */
export function assertTolerances(options: CompareOptions, who: string): void {
  for (const name of ['tolerance', 'relativeTolerance'] as const) {
    const { [name]: given = 0 } = options
    expectOption(given >= 0, who, name, given, 'a number from 0')
  }
}

/**
 * A difference as a line of text.
 *
 * @example
 * import { describeDifference } from 'throughline/checks'
 * describeDifference({ path: ['rows', 2], actual: 3, golden: 1, deviation: 2 }) // => 'rows[2] is 3, golden 1 (off by 2)'
 */
export function describeDifference({ path, actual, golden, deviation }: Difference): string {
  const off = deviation === undefined ? '' : ` (off by ${deviation})`
  return `${pathText(path)} is ${show(actual)}, golden ${show(golden)}${off}`
}

// Compares with a value that is known to be right, kept in a file or taken from an older program.

import { describeDifference, visitDifferences, type CompareOptions } from '../checks/compare-values.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { testingIssue } from './catalogue.ts'

/** Differences that are shown. */
const MOST_SHOWN = 20

/**
 * Throws unless a value is as the golden one, in depth, within the tolerances. How values are compared is said at
 * `compareValues`.
 *
 * @throws {testing/golden-differs} with the first 20 differences, each with its place
 * @example
 * import { expectGolden } from 'throughline/testing'
 * const flow = dataflow({ mean: ({ xs }) => xs.reduce((a, b) => a + b, 0) / xs.length })
 * const { mean } = await flow.execute(['mean'], { inputs: { xs: [0.1, 0.2] } })
 * expectGolden(mean, 0.15, { tolerance: 1e-9 }) // => undefined
 */
export function expectGolden(actual: unknown, golden: unknown, options: CompareOptions = {}): void {
  const shown: string[] = []
  let count = 0
  visitDifferences(actual, golden, options, (difference) => {
    if (count++ < MOST_SHOWN) shown.push(describeDifference(difference))
  })
  if (count > 0) throw new ThroughlineError([testingIssue('testing/golden-differs', { count, shown })])
}

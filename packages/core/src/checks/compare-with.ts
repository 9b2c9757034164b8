// The check against a value that is known to be right.

import { isThenable } from '../execute/layer.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import type { Check, CheckAnswer, ReportFacts } from './check.ts'
import {
  assertTolerances,
  describeDifference,
  visitDifferences,
  type CompareOptions,
  type Difference,
} from './compare-values.ts'
import type { Many } from './lists.ts'
import { pathText } from './path-text.ts'

/** What may be compared with a golden value: numbers with numbers, lists with lists of any kind, and so on inside. */
export type Comparable<Golden> = Golden extends number | bigint
  ? number | bigint
  : Golden extends string
    ? string
    : Golden extends boolean
      ? boolean
      : Golden extends AnyFunction | Date
        ? Golden
        : Golden extends ReadonlyMap<infer Key, infer Value>
          ? ReadonlyMap<Key, Comparable<Value>>
          : Golden extends ReadonlySet<infer Member>
            ? ReadonlySet<Comparable<Member>>
            : Golden extends Many<infer Element>
              ? Many<Comparable<Element>>
              : Golden extends object
                ? { readonly [Key in keyof Golden]: Comparable<Golden[Key]> }
                : Golden

const MOST_SHOWN = 3

/**
 * The value is as a golden one: for whoever ports a pipeline and has its old results. How values are compared is said at
 * `compareValues`.
 *
 * @param golden the value, a promise of it, or a function that gives either; a function is called for each comparison, so
 *   that nothing is kept
 * @throws {modifier/bad-option} when a tolerance is not a number from 0
 * @example
 * import { compareWith } from 'throughline/checks'
 * compareWith([1, 2], { tolerance: 0.1 }).test([1.05, 2.5]) // => 'found 1 difference: [1] is 2.5, golden 2 (off by 0.5)'
 */
export function compareWith<Golden>(
  golden: Golden | PromiseLike<Golden> | (() => Golden | PromiseLike<Golden>),
  options: CompareOptions = {},
): Check<Comparable<Golden>> {
  assertTolerances(options, 'compareWith')
  // It may be rejected long before anybody asks.
  if (isThenable(golden)) golden.then(undefined, () => {})
  return {
    name: 'compareWith(golden)',
    test: (actual, report) => {
      const known: unknown = typeof golden === 'function' ? (golden as () => unknown)() : golden
      const compare = (one: unknown): CheckAnswer => answerFor(actual, one, options, report)
      return isThenable(known) ? Promise.resolve(known).then(compare) : compare(known)
    },
  }
}

function answerFor(actual: unknown, golden: unknown, options: CompareOptions, report?: ReportFacts): CheckAnswer {
  const first: Difference[] = []
  let count = 0
  let largest: Difference | undefined
  visitDifferences(actual, golden, options, (difference) => {
    count++
    if (first.length < MOST_SHOWN) first.push(difference)
    if ((difference.deviation ?? -1) > (largest?.deviation ?? -1)) largest = difference
  })
  const most = largest && { largestDeviation: largest.deviation, largestAt: pathText(largest.path) }
  report?.({ differences: count, ...most })
  if (count === 0) return true
  const more = count > first.length ? `; and ${count - first.length} more` : ''
  const worst = most && count > 1 ? `; the largest deviation is ${most.largestDeviation} at ${most.largestAt}` : ''
  const text = first.map(describeDifference).join('; ')
  return `found ${count} ${count === 1 ? 'difference' : 'differences'}: ${text}${more}${worst}`
}

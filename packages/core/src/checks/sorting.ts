// The check on the order of values.

import type { Check } from './check.ts'
import { answerFor, isMissing, listOf, type Many } from './lists.ts'

export type Sortable = number | bigint | string | Date

export interface SortOptions {
  /** @defaultValue 'ascending' */
  readonly order?: 'ascending' | 'descending'
  /** Refuses equal neighbours. @defaultValue false */
  readonly strictly?: boolean
}

/**
 * Each value is at least as large as the one before it. Texts are compared by their code units. NaN has no place in an
 * order and does not pass; null and undefined are passed over.
 */
export function isSorted(options?: SortOptions): Check<Many<Sortable>>
export function isSorted<T>(
  options: SortOptions & { readonly by: (element: T) => Sortable | null | undefined },
): Check<Many<T>>
export function isSorted(options: SortOptions & { readonly by?: (element: never) => unknown } = {}): Check<any> {
  const { order = 'ascending', strictly = false, by } = options
  const words = [...(strictly ? ['strictly'] : []), ...(order === 'descending' || strictly ? [order] : [])]
  return {
    name: words.length > 0 ? `isSorted(${words.join(' ')})` : 'isSorted',
    test: (value, report) => {
      const list = listOf(value)
      const { values } = list
      let count = 0
      let first = -1
      let before: unknown
      for (let index = 0; index < values.length; index++) {
        const element = values[index]
        const key = by && !isMissing(element) ? by(element as never) : element
        if (isMissing(key)) continue
        if (!follows(before ?? key, key, order, strictly && before !== undefined)) {
          if (count === 0) first = index
          count++
        }
        before = key
      }
      return answerFor(list, { count, first }, report)
    },
  }
}

/** False for what cannot be compared, such as NaN. */
function follows(before: unknown, key: unknown, order: 'ascending' | 'descending', strictly: boolean): boolean {
  const [small, large] = (order === 'ascending' ? [before, key] : [key, before]) as [number, number]
  return strictly ? small < large : small <= large
}

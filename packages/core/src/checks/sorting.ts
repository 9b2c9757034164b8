// The check on the order of values.

import type { Check } from './check.ts'
import { answerFor, findFailing, isMissing, listOf, type Many, type Missing } from './lists.ts'

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
  const isDescending = order === 'descending'
  const words = [...(strictly ? ['strictly'] : []), ...(isDescending || strictly ? [order] : [])]
  const follows = strictly
    ? (before: number, key: number): boolean => (isDescending ? key < before : key > before)
    : (before: number, key: number): boolean => (isDescending ? key <= before : key >= before)
  return {
    name: words.length > 0 ? `isSorted(${words.join(' ')})` : 'isSorted',
    test: (value, report) => {
      const list = listOf(value)
      let before: number | undefined
      const isInPlace = (element: unknown): boolean => {
        const key = (by ? by(element as never) : element) as number | Missing
        if (isMissing(key)) return true
        if (!hasPlace(key)) return false
        const isBehind = before === undefined || follows(before, key)
        before = key
        return isBehind
      }
      return answerFor(list, findFailing(list.values, isInPlace), report)
    },
  }
}

/** False for NaN and invalid dates, which compare with nothing. */
function hasPlace(key: unknown): boolean {
  return !Number.isNaN(key instanceof Date ? key.getTime() : key)
}

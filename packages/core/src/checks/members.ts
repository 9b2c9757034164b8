// Checks on which values there are: known ones only, each only once.

import type { Check } from './check.ts'
import { answerFor, findFailing, isMissing, listOf, testElements, type Many, type OneOrMany } from './lists.ts'
import { show } from './show.ts'

type Member = string | number | bigint | boolean
type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends bigint
      ? bigint
      : boolean

const MOST_NAMED = 5

/** Every value is one of these. NaN is one of them only if it is named. */
export function isIn<const Value extends Member>(values: Iterable<Value>): Check<OneOrMany<Widened<Value>>> {
  const members = new Set<unknown>(values)
  const named = [...members].slice(0, MOST_NAMED).map(show)
  const others = members.size - named.length
  return {
    name: `isIn(${named.join(', ')}${others > 0 ? ` and ${others} more` : ''})`,
    test: testElements((element) => members.has(element)),
  }
}

/**
 * No value comes twice. Numbers, texts and dates are compared by value, NaN is equal to itself, objects are compared by
 * identity: for rows say what identifies them, `unique((row: Row) => row.id)`.
 */
export function unique<T = unknown>(by?: (element: T) => unknown): Check<Many<T>> {
  return {
    name: 'unique',
    test: (value, report) => {
      const list = listOf(value)
      const seen = new Set<unknown>()
      const isNew = (element: unknown): boolean => {
        const key = by ? by(element as T) : element
        const { size } = seen
        return isMissing(key) || seen.add(key instanceof Date ? key.getTime() : key).size > size
      }
      return answerFor(list, findFailing(list.values, isNew), report, ' again')
    },
  }
}

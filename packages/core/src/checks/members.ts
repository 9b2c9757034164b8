// Checks on which values there are: known ones only, each only once.

import type { Check } from './check.ts'
import { answerFor, isMissing, listOf, testElements, type Many, type OneOrMany } from './lists.ts'
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
      const { values } = list
      const seen = new Set<unknown>()
      let count = 0
      let first = -1
      for (let index = 0; index < values.length; index++) {
        const element = values[index]
        const key = by && !isMissing(element) ? by(element as T) : element
        const identity = key instanceof Date ? key.getTime() : key
        if (isMissing(identity)) continue
        const { size } = seen
        if (seen.add(identity).size > size) continue
        if (count === 0) first = index
        count++
      }
      return answerFor(list, { count, first }, report, ' again')
    },
  }
}

// Does something and tells what came of it, now or when its promise has settled.

import { isThenable } from 'throughline/insides'

export type CameOf = { readonly value: unknown } | { readonly error: unknown }

/**
 * @param tell called before anybody gets the value. When it refuses the value of synchronous work by an error, it is told that
 *   error as well, and the work has failed
 * @param waits called when there is something to wait for
 * @returns what the work gives, or a promise of it
 */
export function observeWork<Value>(work: () => Value, tell: (cameOf: CameOf) => void, waits?: () => void): Value {
  try {
    const value = work()
    if (!isThenable(value)) {
      tell({ value })
      return value
    }
    waits?.()
    const settled = Promise.resolve(value).then(
      (result) => (tell({ value: result }), result),
      (error: unknown) => {
        tell({ error })
        throw error
      },
    )
    return settled as Value
  } catch (error) {
    tell({ error })
    throw error
  }
}

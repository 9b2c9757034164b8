// Does something when a call has ended, now or later, well or not.

import { isThenable } from 'throughline/memo'

/** @param then called once, before whoever waits for the call goes on */
export function lastly<Value>(call: () => Value, then: () => void): Value {
  let value: Value
  try {
    value = call()
  } catch (error) {
    then()
    throw error
  }
  if (isThenable(value)) return Promise.resolve(value).finally(then) as Value
  then()
  return value
}

// Goes on with a value: now, or when its promise has settled.

import { isThenable } from './layer.ts'

/** Synchronous functions stay synchronous. */
export function andThen<Value, Result>(
  value: Value | PromiseLike<Value>,
  next: (value: Value) => Result | PromiseLike<Result>,
): Result | PromiseLike<Result> {
  // Foreign thenables are asked once, and what their `then` throws becomes a rejection.
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value)
}

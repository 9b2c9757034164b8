// What hooks put around a step.

import type { Hooks, Step } from './hooks.ts'

/** Calls through the middleware of the hooks, the first registered outermost. */
export function callThrough(hooks: readonly Hooks[], describe: () => Step, innermost: () => unknown): unknown {
  return hooks.reduceRight<() => unknown>(
    (next, one) => (one.around ? () => one.around!(describe(), () => handled(next)) : next),
    innermost,
  )()
}

/** A failure that a middleware does not look at is none of the process. */
function handled(next: () => unknown): Promise<unknown> {
  const promise = (async () => next())()
  promise.catch(() => {})
  return promise
}

// How a node is run: again after a failure, not for longer than, from an earlier run, under which tags.

import type { CheckSetting } from '../checks/setting.ts'
import type { CacheOptions } from '../modifiers/cached.ts'
import type { Duration } from '../modifiers/duration.ts'
import type { RetryOptions } from '../modifiers/retry.ts'

/** Given by modifiers, or by node name from outside with `flow.with({ policies })`. */
export interface Policy {
  /** Limit of one attempt. */
  readonly timeout?: Duration
  readonly retry?: RetryOptions
  readonly tags?: Readonly<Record<string, string>>
  /** How its value is memoized, by whatever does that. */
  readonly cache?: CacheOptions
  /** What becomes of the node's checks; only from outside. It comes before what the flow says. */
  readonly checks?: CheckSetting
}

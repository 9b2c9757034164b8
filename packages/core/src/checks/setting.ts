// What a flow, or one node, makes of the checks that were written: a word for all, or a function for each.

import type { CheckSeverity } from './check.ts'

/**
 * `off`: not asked. `warn`: only told to the hooks. `error`: fails the node. `as-written`: what its `checked` says, where
 * the flow says something else.
 */
export type CheckMode = 'off' | CheckSeverity | 'as-written'

/** One check of one node, as it was written. */
export interface CheckInfo {
  readonly node: string
  /** The name of the check. */
  readonly check: string
  readonly severity: CheckSeverity
}

/** One mode for all checks, or a function that says it for each; `undefined` says nothing. */
export type CheckSetting = CheckMode | ((check: CheckInfo) => CheckMode | undefined)

// What a modifier puts around the call of a function: a check, a limit, another try.

import type { CheckSeverity } from '../checks/check.ts'
import type { CheckSetting } from '../checks/setting.ts'
import type { Policy } from '../flow/policy.ts'
import type { StepScope } from './step-scope.ts'

/** Calls the function of a node, or the next layer. The value may be a promise. */
export type StepCall = (args: unknown, scope: StepScope) => unknown

export interface Layer {
  /** The part of the node's policy that this layer carries out. */
  readonly policy?: Policy
  /** Names of the checks that this layer makes. */
  readonly checks?: readonly string[]
  /** Of each of them. */
  readonly severities?: readonly CheckSeverity[]
  /** True when a run with this layer has to let the event loop breathe: it waits for time to pass. */
  readonly needsTime: boolean
  readonly around: (next: StepCall) => StepCall
  /** Of a layer that checks: what is left of it under these settings, of which the last that says something counts. */
  readonly withChecks?: (settings: readonly (CheckSetting | undefined)[], node: string) => readonly Layer[]
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}

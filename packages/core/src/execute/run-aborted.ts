// The caller stopped the run.

import { coreIssue } from '../errors/catalogue.ts'
import type { NodeError } from '../errors/node-error.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { messageOf } from './failure.ts'

/** Thrown when the caller's signal aborted. `cause` is the signal's reason. */
export class RunAborted extends ThroughlineError {
  /** Nodes that had started and did not settle in time; they may still be running. */
  declare readonly abandoned: readonly string[]
  /** Nodes that failed before or while the run stopped. */
  declare readonly failures: readonly NodeError[]
  /** What abandoned nodes threw after the run had ended. Grows until they have settled. */
  declare readonly late: readonly { readonly node: string; readonly error: unknown }[]

  constructor(
    reason: unknown,
    abandoned: readonly string[],
    failures: readonly NodeError[],
    late: readonly { node: string; error: unknown }[],
  ) {
    super([coreIssue('run/aborted', { reason: reason === undefined ? '' : messageOf(reason), abandoned })], {
      cause: reason,
    })
    Object.assign(this, { name: 'RunAborted', abandoned, failures, late })
  }
}

// A node failed: which one, how it was reached, and the user's own error, untouched.

import type { ErrorPlace, FailedItem } from '../execute/error-place.ts'
import type { Issue } from './issue.ts'
import { ThroughlineError } from './throughline-error.ts'

/** Thrown when a node fails. `cause` is what its function threw. */
export class NodeError extends ThroughlineError {
  /** The node that failed. */
  declare readonly node: string
  /** From the node up to the output that asked for it: `['rates', 'report']`. */
  declare readonly path: readonly string[]
  /** The attempt that failed last, from 1. */
  declare readonly attempt: number
  /** The item of an `each` that failed. */
  declare readonly item?: FailedItem
  /** The stream that the node was reading, when it failed with an error of that stream. */
  declare readonly stream?: string
  /** Nodes that had started and did not settle in time after the failure; they may still be running. */
  declare readonly abandoned: readonly string[]
  /** Failures of other nodes of the same run, in the order in which they came. */
  declare readonly others: readonly NodeError[]
  /** What abandoned nodes threw after the run had ended. Grows until they have settled. */
  declare readonly late: readonly { readonly node: string; readonly error: unknown }[]

  constructor(
    issues: readonly [Issue, ...Issue[]],
    details: {
      node: string
      path: readonly string[]
      attempt: number
      cause: unknown
      place?: ErrorPlace | undefined
      abandoned: readonly string[]
      others: readonly NodeError[]
      late: readonly { node: string; error: unknown }[]
    },
  ) {
    const { cause, place, others, late, ...shown } = details
    super(issues, { cause })
    // What a console prints: the rest is there for who asks.
    Object.assign(this, { name: 'NodeError' }, shown, place)
    Object.defineProperties(this, { others: { value: others }, late: { value: late } })
  }
}

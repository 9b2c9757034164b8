// When the children of a parallel action have come to their common end, and whether it is a good one.

import { ThroughlineError, type Issue } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'
import type { AnyOutcome } from '../run/events.ts'
import type { AnyTask, Join } from './task.ts'

export type Result = AnyOutcome & { readonly key: string }

export class EndOfChildren {
  readonly #action: string
  readonly #tasks: readonly AnyTask[]
  readonly #join: Join
  /** By index of the task. */
  readonly #outcomes: (AnyOutcome | undefined)[]
  #good = 0
  #bad = 0
  /** In the order in which they came. */
  readonly #failed: number[] = []
  #isDecided = false

  constructor(action: string, tasks: readonly AnyTask[], join: Join) {
    this.#action = action
    this.#tasks = tasks
    this.#join = join
    this.#outcomes = Array.from<AnyOutcome | undefined>({ length: tasks.length })
    this.#isDecided = this.#isEnough()
  }

  /** The others need not run any more. */
  get isDecided(): boolean {
    return this.#isDecided
  }

  ended(index: number, outcome: AnyOutcome): void {
    this.#outcomes[index] = outcome
    if (hasReached(outcome, this.#tasks[index]!)) this.#good++
    // A child that was stopped because the end is known is no reason for it.
    else if (!this.#isDecided || outcome.status !== 'cancelled') {
      this.#bad++
      this.#failed.push(index)
    }
    this.#isDecided ||= this.#isEnough()
  }

  #isEnough(): boolean {
    if (this.#join === 'settle') return false
    if (this.#join === 'all') return this.#bad > 0
    const { quorum } = this.#join
    return this.#good >= quorum || this.#tasks.length - this.#bad < quorum
  }

  /**
   * @returns the outcomes that count, in the order of the tasks
   * @throws {app/child-failed}, one issue for each, or {app/no-quorum}; the cause is the first failure
   */
  results(): Result[] {
    const join = this.#join
    const isGood = join === 'settle' || (join === 'all' ? this.#bad === 0 : this.#good >= join.quorum)
    if (!isGood) throw this.#failure()
    return this.#outcomes.flatMap((outcome, index) => {
      const task = this.#tasks[index]!
      const counts = outcome && (join === 'settle' || hasReached(outcome, task))
      return counts ? [{ key: task.key, ...outcome }] : []
    })
  }

  #failure(): ThroughlineError {
    const action = this.#action
    const issues: Issue[] = this.#failed
      .toSorted((a, b) => a - b)
      .map((index) => {
        const outcome = this.#outcomes[index]!
        return machineIssue('app/child-failed', { action, key: this.#tasks[index]!.key, found: foundOf(outcome) })
      })
    if (typeof this.#join === 'object') {
      const { quorum } = this.#join
      issues.unshift(machineIssue('app/no-quorum', { action, quorum, good: this.#good, tasks: this.#tasks.length }))
    }
    const first = this.#failed[0] === undefined ? undefined : this.#outcomes[this.#failed[0]]
    return new ThroughlineError(issues, first?.status === 'failed' ? { cause: first.error } : {})
  }
}

/** At its end, or where the task wanted it to stop. */
function hasReached(outcome: AnyOutcome, { maxSteps }: AnyTask): boolean {
  if (outcome.status === 'completed') return true
  if (outcome.status === 'halted') return outcome.by !== 'inputs'
  return outcome.status === 'limit' && maxSteps !== undefined
}

function foundOf(outcome: AnyOutcome): string {
  switch (outcome.status) {
    case 'failed': {
      const { error } = outcome
      return `${outcome.action} failed: ${error instanceof Error ? error.message : String(error)}`
    }
    case 'suspended':
      return `it waits for an answer to ${outcome.awaiting.action}`
    case 'halted':
      return `${String(outcome.next)} needs inputs that it was not given`
    case 'stuck':
      return `it is stuck after ${String(outcome.last)}`
    case 'limit':
      return `it has done ${outcome.steps} steps and is not at its end`
    default:
      return `it was ${outcome.status}`
  }
}

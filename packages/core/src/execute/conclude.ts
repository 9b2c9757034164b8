// From where a run stopped to what the caller gets, and what the hooks are told of its end.

import type { NodeError } from '../errors/node-error.ts'
import { explainSkipped, toNodeError, type Failure, type Skipped } from './failure.ts'
import type { RunMemo } from './memo.ts'
import type { Observers } from './observers.ts'
import type { Plan } from './plan.ts'
import { RunAborted } from './run-aborted.ts'

/** A run that has ended. */
export interface EndedRun {
  readonly plan: Plan
  readonly request: { readonly goesOn: boolean }
  readonly runId: string
  /** Of `performance.now()`. */
  readonly startedAt: number
  /** By step. */
  readonly state: Uint8Array
  readonly failures: readonly Failure[]
  readonly stopped: { readonly reason: unknown; readonly byCaller: boolean } | undefined
  readonly leftBehind: readonly { readonly node: string }[]
  /** Grows until everything that was left behind has settled. */
  readonly late: readonly { node: string; error: unknown }[]
  readonly observers: Observers | undefined
  readonly memo: RunMemo | undefined
}

export interface Conclusion {
  readonly failures: readonly NodeError[]
  readonly skipped: readonly Skipped[]
}

/** @throws what `execute` rejects with, unless the run goes on after failures */
export async function conclude(run: EndedRun): Promise<Conclusion> {
  const { plan, stopped, observers } = run
  const { goesOn } = run.request
  const byState: string[][] = [[], [], [], [], []]
  for (const [index, step] of plan.steps.entries()) byState[run.state[index]!]!.push(step.name)
  const [waiting, running, done, failed, skipped] = byState as [string[], string[], string[], string[], string[]]
  const notRun = [...waiting, ...skipped]
  const abandoned = [...new Set([...running, ...run.leftBehind.map((one) => one.node)])]
  const failures = toErrors(run, abandoned)
  const error = stopped?.byCaller ? new RunAborted(stopped.reason, abandoned, failures, run.late) : failures[0]
  if (observers) {
    const { runId } = run
    for (const node of notRun) {
      observers.tell('onStepEnd', { runId, node, status: 'skipped', attempts: 0, durationMs: 0 })
    }
    const cached = run.memo?.hits ?? 0
    const counts = {
      computed: done.length - cached,
      cached,
      failed: failed.length + running.length,
      skipped: notRun.length,
    }
    const status = stopped?.byCaller ? 'aborted' : failures.length > 0 ? 'failed' : 'succeeded'
    const event = { runId, status, durationMs: performance.now() - run.startedAt, counts, failures } as const
    observers.tell('onRunEnd', { ...event, ...(error !== undefined && { error }) })
    await observers.settled()
  }
  if (error && (stopped?.byCaller || !goesOn)) throw error
  return { failures, skipped: explainSkipped(plan, run.failures, notRun) }
}

/** The first failure carries the others, and what was abandoned. */
function toErrors({ plan, failures, request, late }: EndedRun, abandoned: readonly string[]): NodeError[] {
  const [first, ...rest] = failures
  if (!first) return []
  const others = rest.map((failure) => toNodeError(plan, failure))
  return [toNodeError(plan, first, { abandoned, others: request.goesOn ? [] : others, late }), ...others]
}

// From what a function threw to the error that a person gets: which node, how it was reached, what else happened.

import { coreIssue } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import { NodeError } from '../errors/node-error.ts'
import { isThroughlineError } from '../errors/throughline-error.ts'
import { shortestPath } from '../graph/shortest-path.ts'
import type { NotedPlace } from './error-place.ts'
import type { Plan } from './plan.ts'

/** A node that failed. */
export interface Failure {
  /** Index of the step in the plan. */
  readonly step: number
  readonly cause: unknown
  readonly attempt: number
  readonly noted?: NotedPlace | undefined
}

export interface Aftermath {
  readonly abandoned: readonly string[]
  readonly others: readonly NodeError[]
  /** Grows until the abandoned nodes have settled. */
  readonly late: readonly { node: string; error: unknown }[]
}
const NOTHING_ELSE: Aftermath = { abandoned: [], others: [], late: [] }

export function toNodeError(plan: Plan, failure: Failure, aftermath: Aftermath = NOTHING_ELSE): NodeError {
  const { node } = plan.steps[failure.step]!
  const { cause, attempt, noted } = failure
  const path = pathToOutput(plan, failure.step)
  const inner = isThroughlineError(cause) ? cause.issues : []
  const facts = {
    node: node.name,
    message: inner[0]?.code ?? messageOf(cause),
    path,
    attempt,
    lines: noted?.lines ?? [],
    abandoned: aftermath.abandoned,
    others: aftermath.others.map((error) => error.node),
  }
  const issue = coreIssue('run/node-failed', facts, { subject: { node: node.name, source: node.source } })
  return new NodeError([issue, ...inner] as [Issue, ...Issue[]], {
    node: node.name,
    path,
    attempt,
    cause,
    place: noted?.place,
    ...aftermath,
  })
}

/** What was thrown, in a line: anything can be. */
export function messageOf(thrown: unknown): string {
  try {
    const { message, name } = Object(thrown) as Partial<Error>
    return String(typeof message === 'string' ? message || name : thrown).split('\n', 1)[0]!
  } catch {
    return typeof thrown
  }
}

/** True for what a node throws because its run was stopped: the reason itself, or an error made from it. */
export function isEchoOf(reason: unknown, thrown: unknown): boolean {
  return thrown === reason || (reason !== undefined && thrown instanceof Error && thrown.cause === reason)
}

export interface Skipped {
  readonly node: string
  readonly because: readonly string[]
}

/** Names, for each skipped node, the failed nodes that it needed. */
export function explainSkipped(plan: Plan, failures: readonly Failure[], skipped: readonly string[]): Skipped[] {
  const because = new Map(skipped.toSorted().map((node): [string, string[]] => [node, []]))
  for (const { step: failed } of failures) {
    const reached = new Set([failed])
    for (const index of reached) for (const reader of plan.steps[index]!.readers) reached.add(reader)
    for (const index of reached) because.get(plan.steps[index]!.name)?.push(plan.steps[failed]!.name)
  }
  return [...because].map(([node, names]) => ({ node, because: names.sort() }))
}

/** A shortest way from a step up to an asked output, as names. */
export function pathToOutput({ steps, outputs }: Plan, start: number): string[] {
  const path = shortestPath(
    start,
    (index) => steps[index]!.readers,
    (index) => outputs.has(steps[index]!.slot),
  )
  return (path ?? [start]).map((index) => steps[index]!.name)
}

// What went wrong in the process that runs user code, as plain data for the process that shows it.

import { isThroughlineError, type Issue, type OriginResolver, type Origin } from 'throughline'
import type { ProjectOrigin } from '../origins/project-origin.ts'
import { withOrigins, type PlacedIssue } from '../origins/with-origins.ts'
import { userFrames, type StackFrame } from '../source/user-frames.ts'
import { toJsonValue, type JsonValue } from '../values/to-json-value.ts'

/** An issue without anything of the process that it comes from. */
export interface PlainIssue extends Omit<Issue, 'subject' | 'related' | 'facts'> {
  readonly subject: { readonly node?: string; readonly name?: string }
  readonly facts: Readonly<Record<string, JsonValue>>
  /** Of the node that it is about, when `at` was found by it. */
  readonly origin?: ProjectOrigin
  readonly related?: readonly { readonly label: string; readonly at?: Origin; readonly origin?: ProjectOrigin }[]
}

/** Something that a user's code threw. */
export interface Thrown {
  /** As in `TypeError: no such city`; all lines of the message. */
  readonly text: string
  /** In user code and in the packages that it calls, innermost first. */
  readonly frames: readonly StackFrame[]
  readonly cause?: Thrown
}

export interface Problem {
  /** When: while modules were loaded, when the request was checked, or in the run. */
  readonly phase: 'load' | 'request' | 'run'
  readonly issues: readonly PlainIssue[]
  /** By node, or `''` for what no node threw. Empty when the issues say everything. */
  readonly thrown: readonly { readonly node: string; readonly error: Thrown }[]
}

const MOST_CAUSES = 5

interface FailedNode {
  readonly node: string
  readonly others: readonly FailedNode[]
  readonly failures?: readonly FailedNode[]
}

/** Takes anything that was thrown; errors of Throughline give their issues, all others one made by `fallback`. */
export function toProblem(
  error: unknown,
  phase: Problem['phase'],
  origins: OriginResolver,
  fallback: (message: string) => Issue,
): Problem {
  if (!isThroughlineError(error)) {
    const thrown = toThrown(error)
    const [frame] = thrown.frames
    const issue = fallback(thrown.text.split('\n')[0]!)
    return {
      phase,
      issues: [toPlainIssue(frame ? { ...issue, at: placeOf(frame) } : issue)],
      thrown: [{ node: '', error: thrown }],
    }
  }
  const nodes = failedNodes(error)
  const issues = withOrigins(error, origins).map((issue) => {
    const failed = issue.code === 'run/node-failed' ? nodes.find((one) => one.node === issue.subject.node) : undefined
    const [frame] = userFrames(failed && (failed as unknown as Error).cause)
    // The place where it was thrown says more than where the node is.
    return toPlainIssue(frame ? { ...issue, at: placeOf(frame), origin: undefined } : issue)
  })
  const thrown = nodes
    .filter((one) => !isThroughlineError((one as unknown as Error).cause))
    .map((one) => ({ node: one.node, error: toThrown((one as unknown as Error).cause) }))
  if (nodes.length === 0 && phase === 'load' && error.cause !== undefined)
    thrown.push({ node: '', error: toThrown(error.cause) })
  return { phase, issues, thrown }
}

/** The node errors that an error stands for: its own, those of other nodes, those that an abort met. */
function failedNodes(error: unknown): FailedNode[] {
  const { node, others = [], failures = [] } = error as Partial<FailedNode>
  return [...(node === undefined ? [] : [error as FailedNode]), ...others, ...failures]
}

export function toPlainIssue(issue: PlacedIssue): PlainIssue {
  const { subject, related, facts, origin, ...rest } = issue
  return {
    ...rest,
    subject: {
      ...(subject.node !== undefined && { node: subject.node }),
      ...(subject.name !== undefined && { name: subject.name }),
    },
    facts: toJsonValue(facts) as Record<string, JsonValue>,
    ...(origin && { origin }),
    ...(related && { related: related.map(toPlainPlace) }),
  }
}

function toPlainPlace({
  label,
  at,
  origin,
}: NonNullable<PlacedIssue['related']>[number]): NonNullable<PlainIssue['related']>[number] {
  return { label, ...(at && { at }), ...(origin && { origin }) }
}

function toThrown(error: unknown, depth = 0): Thrown {
  const isError = typeof error === 'object' && error !== null && typeof (error as Error).message === 'string'
  const { name = 'Error', message = '', cause } = isError ? (error as Error) : {}
  const text = isError ? (message === '' ? name : `${name}: ${message}`) : describe(error)
  const deeper = isError && cause !== undefined && depth < MOST_CAUSES
  return { text, frames: userFrames(error), ...(deeper && { cause: toThrown(cause, depth + 1) }) }
}

function describe(value: unknown): string {
  const json = toJsonValue(value)
  return `a thrown value that is no Error: ${typeof json === 'string' ? json : JSON.stringify(json)}`
}

function placeOf({ name, file, line, column }: StackFrame): Origin {
  return { module: file, exportPath: name, line, column }
}

// The context of a source: that of its node, and a way to report.

import type { NodeContext } from '../execute/node-context.ts'
import type { ReadContext } from './source.ts'

/** Copied member by member: those of a step read its private state. */
export function readContext(context: NodeContext, report: ReadContext['report']): ReadContext {
  const { node, runId, attempt, signal, log, metric, progress } = context
  return { node, runId, attempt, signal, log, metric, progress, report }
}

/** The context of a direct call, as in a unit test: nobody listens, and nothing aborts. */
export function quietContext(): NodeContext {
  const ignore = (): void => {}
  const { signal } = new AbortController()
  return { node: '', runId: '', attempt: 1, signal, log: ignore, metric: ignore, progress: ignore }
}

// The context of a node, for a test that calls its function.

import type { NodeContext } from '../execute/node-context.ts'
import { onAbort } from '../execute/on-abort.ts'

export interface FakeNodeContext extends NodeContext {
  /** What was passed to `log`, in order. */
  readonly logs: readonly { readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }[]
  /** What was passed to `metric`, in order. */
  readonly metrics: readonly { readonly name: string; readonly value: number; readonly step?: number }[]
  /** What was passed to `progress`, in order. */
  readonly progressed: readonly { readonly done: number; readonly total?: number }[]
  /** Aborts its signal, as the end of a run or of the time of a node does. */
  readonly abort: (reason?: unknown) => void
}

export interface FakeContextOptions {
  /** @defaultValue 'node' */
  readonly node?: string
  /** @defaultValue 'run' */
  readonly runId?: string
  /** @defaultValue 1 */
  readonly attempt?: number
  /** Its signal also aborts with this one. */
  readonly signal?: AbortSignal
}

/**
 * A context that keeps what the function says: `page({ url }, context)`, and then `context.logs`. Its functions may be
 * taken out of it, as those of a run.
 *
 * @example
 * import { nodeContext } from 'throughline/testing'
 * const page = ({ url }, { log, attempt }) => (log('fetching', { url, attempt }), 'content')
 * const context = nodeContext({ attempt: 2 })
 * page({ url: 'a' }, context) // => 'content'
 * context.logs // => [{ message: 'fetching', fields: { url: 'a', attempt: 2 } }]
 */
export function nodeContext(options: FakeContextOptions = {}): FakeNodeContext {
  const { node = 'node', runId = 'run', attempt = 1, signal } = options
  const controller = new AbortController()
  onAbort(signal, () => controller.abort(signal!.reason))
  const logs: FakeNodeContext['logs'][number][] = []
  const metrics: FakeNodeContext['metrics'][number][] = []
  const progressed: FakeNodeContext['progressed'][number][] = []
  return {
    node,
    runId,
    attempt,
    signal: controller.signal,
    log: (message, fields) => void logs.push({ message, ...(fields && { fields }) }),
    metric: (name, value, step) => void metrics.push({ name, value, ...(step !== undefined && { step }) }),
    progress: (done, total) => void progressed.push({ done, ...(total !== undefined && { total }) }),
    logs,
    metrics,
    progressed,
    abort: (reason) => controller.abort(reason),
  }
}

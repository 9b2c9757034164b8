// Something that is opened for a run and disposed after it: a connection, a client, a folder for the time being.

import { defineFunction, mapSpecs, nodeFor } from '../definition/definition.ts'
import type { NodeSpec } from '../definition/node-spec.ts'
import { expectOption } from '../errors/expect-option.ts'
import type { Issue, SourceReference } from '../errors/issue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { messageOf } from '../execute/failure.ts'
import type { Layer } from '../execute/layer.ts'
import { openLate } from '../execute/open-late.ts'
import type { StepHost, StepScope } from '../execute/step-scope.ts'
import { valueLayer } from '../execute/value-layer.ts'
import type { OutputOf } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { resourceIssue } from './resource-issues.ts'

/** How a run has ended, for the one who disposes. */
export interface ResourceEnd {
  readonly node: string
  readonly runId: string
  /** False when a failure or an abort has stopped the run: a transaction is then rolled back, not committed. */
  readonly completed: boolean
}

export interface ResourceOptions<Opened> {
  /** Stands for the resource where values are compared from run to run: what is opened has no content of its own. */
  readonly version?: string
  /** Default: `[Symbol.asyncDispose]` or `[Symbol.dispose]` of what was opened, if it has one. */
  readonly dispose?: (opened: Opened, end: ResourceEnd) => unknown
}

/**
 * A node that is opened when a run needs it, once per run, and disposed when the run has ended, in whichever way. What
 * was opened last is disposed first, so a resource may read another one. Never disposed: a value that was given with
 * `override`. A resource is no output: it would be disposed before the caller got it.
 *
 * When `dispose` fails, the run has failed, with `run/dispose-failed`. A direct call, as in a unit test, opens and leaves
 * the disposal to the caller.
 *
 * @param open may be wrapped by other modifiers, or have variants; all that it opened is disposed, also after a failed
 *   attempt or a `timeout`
 * @throws {modifier/not-a-function} when it is a group of nodes; {modifier/bad-option}
 * @example
 * export const db = resource(({ url }: { url: string }) => new Db(url), { version: 'v1', dispose: (db) => db.close() })
 */
export function resource<F extends AnyFunction>(open: F, options: ResourceOptions<OutputOf<F>> = {}): F {
  const { version, dispose } = options
  expectOption(version === undefined || typeof version === 'string', 'resource', 'version', version, 'a text')
  expectOption(dispose === undefined || typeof dispose === 'function', 'resource', 'dispose', dispose, 'a function')
  // Innermost, so that it sees what was opened in vain too: by an attempt that failed a check, or that took too long.
  const layer = disposalLayer(options)
  const toResource = (spec: NodeSpec): NodeSpec => ({
    ...spec,
    reach: { kind: 'resource', ...(version !== undefined && { version }), refuseAsOutput, arrange: openLate },
    layers: [layer, ...spec.layers],
    reusable: false,
  })
  return defineFunction(open, mapSpecs([nodeFor(open, 'resource')], toResource))
}

function disposalLayer<Opened>({ version, dispose }: ResourceOptions<Opened>): Layer {
  /** What each run has opened: an attempt may get what another one had got already. */
  const openedBy = new WeakMap<StepHost, Set<Opened>>()
  const keep = (opened: Opened, scope: StepScope): Opened => {
    const { host, node, runId } = scope
    const known = openedBy.get(host) ?? new Set()
    if (known.has(opened)) return opened
    openedBy.set(host, known.add(opened))
    const disposeIt = dispose ?? disposerOf(opened)
    if (disposeIt) {
      host.atEnd(node, async () => {
        try {
          await disposeIt(opened, { node, runId, completed: !host.signal.aborted })
        } catch (cause) {
          const issue = resourceIssue('run/dispose-failed', { node, message: messageOf(cause) })
          throw new ThroughlineError([issue], { cause })
        }
      })
    }
    const description = version === undefined ? {} : { version }
    scope.tell('onStepMetadata', { kind: 'resource', description, metadata: {} })
    return opened
  }
  // A run with a resource has an end to wait for.
  return valueLayer((opened, scope) => keep(opened as Opened, scope), true)
}

/** As `await using` would dispose it. Hosts that do not know the symbols yet have none. */
function disposerOf(opened: unknown): (() => unknown) | undefined {
  if (opened === null || (typeof opened !== 'object' && typeof opened !== 'function')) return undefined
  const disposable = opened as Partial<AsyncDisposable & Disposable>
  for (const symbol of [Symbol.asyncDispose, Symbol.dispose] as const) {
    if (symbol !== undefined && typeof disposable[symbol] === 'function') return () => disposable[symbol]!()
  }
  return undefined
}

function refuseAsOutput(node: string, source: SourceReference): Issue {
  return resourceIssue('graph/resource-as-output', { node }, { subject: { node, source } })
}

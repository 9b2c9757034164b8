// One node with everything that its modifiers do, and nothing else of a flow.

import { nodesFor, specFor } from '../definition/definition.ts'
import type { Hooks } from '../execute/hooks.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { nodeContext, type FakeNodeContext } from './node-context.ts'
import { untypedFlow } from './untyped-flow.ts'

/** What a function takes as its dependencies; `{}` for one that takes none. */
type DependenciesOf<F extends AnyFunction> =
  Parameters<F> extends [infer Dependencies, ...unknown[]] ? Dependencies : {}

/**
 * Runs one node as a flow does: with its retries, its limits, its checks. A direct call runs the function alone.
 *
 * @param dependencies by the names that the function reads
 * @param context keeps what the node says; its `abort` stops the run. Its `attempt` does not count: the run has its own
 * @returns the value of the node
 * @throws {NodeError} when it fails  @throws {RunAborted} when the context was aborted
 * @throws {modifier/not-a-function} when it stands for several nodes, or for one with variants
 * @example
 * import { nodeContext, runNode } from 'throughline/testing'
 * const flaky = retry(({ url }, { attempt }) => {
 *   if (attempt < 3) throw new Error('503')
 *   return url + attempt
 * }, { maxAttempts: 3, backoffMs: 0 })
 * await runNode(flaky, { url: 'a' }) // => 'a3'
 */
export async function runNode<F extends AnyFunction>(
  fn: F,
  dependencies: DependenciesOf<F>,
  context: FakeNodeContext = nodeContext(),
): Promise<Awaited<ReturnType<F>>> {
  const whole = nodesFor(fn, 'runNode').find(({ name }) => name === '&')
  // Else it says what it was given instead.
  if (!whole?.otherwise || whole.cases.length > 0) specFor(fn, 'runNode')
  const { node, runId, signal, log, metric, progress } = context
  const keep: Hooks = {
    onStepLog: ({ message, fields }) => log(message, fields),
    onStepMetric: ({ name, value, step }) => metric(name, value, step),
    onStepProgress: ({ done, total }) => progress(done, total),
  }
  const flow = untypedFlow({ [node]: fn }).with({ hooks: [keep] })
  const inputs = { ...(dependencies as Record<string, unknown>) }
  const { [node]: value } = await flow.execute([node], { inputs, runId, signal })
  return value as Awaited<ReturnType<F>>
}

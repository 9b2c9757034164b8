// A node whose value is read from outside: a file, a table, a service.

import { defineFunction, soleNode, specFor } from '../definition/definition.ts'
import { specOfNames, withLayer, type NodeSpec } from '../definition/node-spec.ts'
import { andThen } from '../execute/and-then.ts'
import type { NodeContext } from '../execute/node-context.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { valueLayer } from '../execute/value-layer.ts'
import { assertSource } from '../ports/assert-port.ts'
import { quietContext, readContext } from '../ports/read-context.ts'
import type { Source } from '../ports/source.ts'
import type { AnyFunction, FunctionDependencies, FunctionOutput } from '../typing/node-function.ts'

/** A source, or a function of dependencies that gives one. */
export type SourceLike =
  | Source<unknown>
  | ((dependencies: any, context: NodeContext) => Source<unknown> | Promise<Source<unknown>>)
type SourceOf<S> = S extends AnyFunction ? FunctionOutput<S> : S
type ValueOf<S> = S extends Source<infer Value> ? Awaited<Value> : never
type SourceDependencies<S> = S extends AnyFunction ? FunctionDependencies<S> : {}

/**
 * A node whose value is what a source reads: in a run that needs it, once. What was read is told to the hooks as
 * metadata, never the value. With a function of dependencies, the source may depend on inputs and other nodes.
 *
 * A direct call, as in a unit test, reads.
 *
 * @throws {modifier/not-a-source} when it is neither; at run time when the function gives something else
 * @example
 * import { loaded } from 'throughline/io'
 * export const sales = loaded(({ path }: { path: string }) => csvFile<Sale>(path))
 */
export function loaded<const S extends SourceLike>(
  source: S,
): (
  dependencies: SourceDependencies<S>,
  context?: NodeContext,
) => ValueOf<SourceOf<S>> | Promise<ValueOf<SourceOf<S>>> {
  const isFunction = typeof source === 'function'
  const find: AnyFunction = isFunction ? (source as AnyFunction) : always(assertSource(source))
  const callable = (dependencies: unknown, context: NodeContext = quietContext()): unknown =>
    andThen(find(dependencies, context) as unknown, (found) => assertSource(found).read(readContext(context, () => {})))
  const base = isFunction ? specFor(source, 'loaded') : specOfNames([], find)
  // Of a function nobody knows before what it gives.
  const canAsk = isFunction || typeof source.version === 'function'
  const spec: NodeSpec = { ...withLayer(base, readLayer), reach: { kind: 'source', ...(canAsk && { ask }) } }
  return defineFunction(callable, soleNode(spec)) as never
}

function ask(source: unknown, scope: StepScope): unknown {
  return assertSource(source).version?.(scope)
}

const readLayer = valueLayer((found, scope) => read(assertSource(found), scope))

function read(source: Source<unknown>, scope: StepScope): unknown {
  const description = { ...source.describe() }
  let metadata = {}
  let isRead = false
  const tell = (): void => scope.tell('onStepMetadata', { kind: 'source', description, metadata })
  const report = (more: object): void => {
    metadata = { ...metadata, ...more }
    if (isRead) tell()
  }
  return andThen(source.read(readContext(scope, report)), (value) => {
    isRead = true
    tell()
    return value
  })
}

function always<Value>(value: Value): () => Value {
  return () => value
}

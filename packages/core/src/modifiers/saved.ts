// A node whose value can be written to somewhere outside: a file, a table, a service.

import { defineFunction, mapSpecs, nodesFor, specFor, wholeOf } from '../definition/definition.ts'
import { parameterFor, specOfNames, withLayer, type NodeSpec } from '../definition/node-spec.ts'
import { expectOption } from '../errors/expect-option.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'
import { andThen } from '../execute/and-then.ts'
import type { Layer } from '../execute/layer.ts'
import type { NodeContext } from '../execute/node-context.ts'
import type { StepScope } from '../execute/step-scope.ts'
import { assertSink } from '../ports/assert-port.ts'
import type { Sink } from '../ports/sink.ts'
import type { AnyVariants, Case, CasesIn, ElseIn, Group, OutputOf, Variants } from '../typing/module-nodes.ts'
import type { AnyFunction, FunctionDependencies, FunctionOutput, Show } from '../typing/node-function.ts'
import { nameIssue } from './duplicate-name.ts'

/** A sink for values of this type, or a function of dependencies that gives one. */
export type SinkFor<Value> =
  | Sink<Value>
  | ((dependencies: any, context: NodeContext) => Sink<Value> | Promise<Sink<Value>>)
type SinkOf<S> = S extends AnyFunction ? FunctionOutput<S> : S
type SinkDependencies<S> = S extends AnyFunction ? FunctionDependencies<S> : {}
type MetadataOf<S> = S extends { readonly write: (...args: never[]) => infer Written } ? Awaited<Written> : never
type Writer<F, S> = (dependencies: Show<{ '&': OutputOf<F> } & SinkDependencies<S>>) => MetadataOf<SinkOf<S>>
type WriterCase<C, F, S> = C extends Case<infer Condition, any> ? Case<Condition, Writer<F, S>> : never
/** Of a node with variants it has the same variants: it is there when the node is. */
type WriterNode<F, S> = F extends AnyVariants
  ? Variants<WriterCase<CasesIn<F>, F, S>, ElseIn<F> extends AnyFunction ? Writer<F, S> : ElseIn<F>>
  : Writer<F, S>
type NodesIn<F> = F extends Group<infer Nodes> ? Nodes : { '&': F }

/** In the place of a node that is saved already under this name: choose another one with `{ as: 'archive' }`. */
export interface NameTaken<Name> {
  readonly taken: Name
}

export interface SavedOptions<Name extends string = string> {
  /** Behind the name of the export and a dot. @defaultValue 'saved' */
  readonly as?: Name
}

/** The name under which the writing step gets the value: no dependency is called so. */
const VALUE = '&'

/**
 * Keeps the node as it is, and adds one that writes its value to a sink: `x.saved` beside `x`. It writes only in a run
 * that asks for it; its value is what the sink says of the writing. With a function of dependencies, the sink may depend
 * on inputs and other nodes. Saved again, the node needs another name for the second sink: `{ as: 'archive' }`.
 *
 * What is added to a conditional node is there when the node is. A direct call, as in a unit test, calls the function and
 * writes nothing.
 *
 * @throws {modifier/not-a-sink} when it is neither; at run time when the function gives something else
 * @throws {modifier/not-a-function} when there is no value, as in a group of nodes; {modifier/duplicate-name}
 *   {modifier/bad-option}
 * @example
 * import { saved } from 'throughline/io'
 * export const report = saved(({ sales }: { sales: Sale[] }) => summarise(sales), ({ dir }: { dir: string }) => jsonFile(dir))
 */
export function saved<F extends AnyFunction, const S extends SinkFor<OutputOf<F>>, const Name extends string = 'saved'>(
  fn: F & (`&.${Name}` extends keyof NodesIn<F> ? NameTaken<Name> : unknown),
  sink: S,
  options: SavedOptions<Name> = {},
): F & Group<{ '&': F } & { [One in `&.${Name}`]: WriterNode<F, S> }> {
  const { as = 'saved' }: SavedOptions = options
  expectOption(typeof as === 'string' && as !== '', 'saved', 'as', as, 'a name')
  const nodes = nodesFor(fn, 'saved')
  const whole = wholeOf(nodes, 'saved')
  const name = `&.${as}`
  if (nodes.some((one) => one.name === name)) {
    throw new ThroughlineError([nameIssue('modifier/duplicate-name', { modifier: 'saved', node: `.${as}` })])
  }
  const writer = writerSpec(sink)
  // There when the node is: under the same conditions.
  const added = mapSpecs([{ ...whole, name }], (spec) => ({ ...writer, written: spec.written ?? spec.fn }))
  return defineFunction(fn as AnyFunction, [...nodes, ...added]) as never
}

function writerSpec(sink: unknown): NodeSpec {
  const given = typeof sink === 'function' ? undefined : assertSink(sink)
  const base = given ? specOfNames([], () => given) : specFor(sink, 'saved')
  const parameters = [...base.parameters, parameterFor(VALUE, '&')]
  const spec: NodeSpec = { ...base, parameters, reach: { kind: 'sink' } }
  return withLayer(spec, WRITE)
}

const WRITE: Layer = {
  needsTime: false,
  around: (next) => (args, scope) => {
    const value = (args as Record<string, unknown>)[VALUE]
    return andThen(next(args, scope), (one) => write(assertSink(one), value, scope))
  },
}

function write(sink: Sink<unknown>, value: unknown, scope: StepScope): unknown {
  // Before anything is written: a description that fails must not leave a node that failed and wrote.
  const description = { ...sink.describe() }
  return andThen(sink.write(value, scope), (metadata) => {
    scope.tell('onStepMetadata', { kind: 'sink', description, metadata: { ...metadata } })
    return metadata
  })
}

// The way in: modules of functions become a flow.

import type { CheckedModules } from '../typing/edges.ts'
import type { Merge } from '../typing/module-nodes.ts'
import { createFlow } from './create-flow.ts'
import type { AnyFlow, Flow, UntypedFlow } from './flow.ts'

/**
 * Links the exported functions of modules to a flow, and checks everything that can be checked without running.
 *
 * A node is an exported function without parameter, or with one destructured object, and optionally a `NodeContext`
 * behind it. Its name is its output, the names that it destructures are its dependencies; a name that no node gives is
 * an input. Exports called `default`, names that begin with `_`, classes and other values are not nodes.
 *
 * @param modules namespace objects (`import * as features from './features.ts'`) or plain objects of functions
 * @throws {graph/duplicate-node} {graph/cycle} {graph/rest-pattern} {graph/not-destructured}
 *   {graph/unreadable-function} {graph/unknown-dependency} {graph/not-a-module} {graph/no-nodes}
 *   {config/key-is-node} all at once
 * @example
 * const flow = dataflow({ total: ({ price, quantity }: { price: number; quantity: number }) => price * quantity })
 * const { total } = await flow.execute(['total'], { inputs: { price: 3, quantity: 4 } })
 * total // => 12
 */
export function dataflow<const Modules extends readonly object[]>(
  ...modules: CheckedModules<Modules, Merge<Modules>>
): Flow<Merge<Modules>> {
  return createFlow(modules) as unknown as Flow<Merge<Modules>>
}

/** The same flow for tools that know names only as strings. */
export function untyped(flow: AnyFlow): UntypedFlow {
  return flow as UntypedFlow
}

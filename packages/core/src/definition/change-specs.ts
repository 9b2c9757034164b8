// How a policy reaches every node that a value stands for.

import type { Group } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { define, defineFunction, mapSpecs, nodesFor } from './definition.ts'
import type { NodeSpec } from './node-spec.ts'

/** What policies accept: one node, or a group of nodes. */
export type NodeLike = AnyFunction | Group<any>

/** Applies a change to every node that a value stands for; functions stay callable as they were. */
export function changeSpecs<Node extends NodeLike>(
  node: Node,
  modifier: string,
  change: (spec: NodeSpec) => NodeSpec,
): Node {
  const nodes = mapSpecs(nodesFor(node, modifier), change)
  const changed = typeof node === 'function' ? defineFunction(node, nodes) : define({}, nodes)
  return changed as Node
}

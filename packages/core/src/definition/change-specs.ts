// How a policy reaches every node that a value stands for.

import type { Layer } from '../execute/layer.ts'
import type { NodeKind } from '../flow/node-info.ts'
import type { Group } from '../typing/module-nodes.ts'
import type { AnyFunction } from '../typing/node-function.ts'
import { mapSpecs, nodesFor, redefine } from './definition.ts'
import { withLayer, type NodeSpec } from './node-spec.ts'

/** What policies accept: one node, or a group of nodes. */
export type NodeLike = AnyFunction | Group<any>

/** Applies a change to every node that a value stands for; functions stay callable as they were. */
export function changeSpecs<Node extends NodeLike>(
  node: Node,
  modifier: string,
  change: (spec: NodeSpec) => NodeSpec,
): Node {
  return redefine(node, mapSpecs(nodesFor(node, modifier), change))
}

/** These hand on a value that is there: a field of another node, a value that was given to a flow. */
const NOT_COMPUTING: ReadonlySet<NodeKind> = new Set(['extracted', 'config', 'override'])

/** Puts a layer around every node that computes its value. */
export function changeLayers<Node extends NodeLike>(node: Node, modifier: string, layer: Layer): Node {
  return changeSpecs(node, modifier, (spec) => (NOT_COMPUTING.has(spec.kind) ? spec : withLayer(spec, layer)))
}

// Labels on a node.

import { changeSpecs, type NodeLike } from '../definition/change-specs.ts'

/**
 * Adds tags to a node, or to every node of a group. Outer tags win over inner ones of the same key.
 *
 * @example
 * export const spend = tagged(({ raw }: { raw: Row[] }) => raw.map((row) => row.spend), { owner: 'growth' })
 */
export function tagged<Node extends NodeLike>(node: Node, tags: Readonly<Record<string, string>>): Node {
  return changeSpecs(node, 'tagged', (spec) => ({ ...spec, tags: { ...spec.tags, ...tags } }))
}

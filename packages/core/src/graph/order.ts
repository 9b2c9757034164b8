// Each node after all that it reads.

import type { Graph, LinkedNode } from './graph.ts'

/**
 * Orders what the roots need: depth first, so that a value is used soon after it is made. Ties are broken by the order
 * of the roots and of the dependencies, which are sorted. Undecided variants read nothing yet.
 *
 * @param onCycle told of each arrow that closes a cycle; the arrow is then left out
 * @complexity O(nodes + edges); iterative, so depth does not matter
 */
export function orderFrom(
  graph: Graph,
  roots: Iterable<string>,
  onCycle?: (reader: string, read: string) => void,
): LinkedNode[] {
  const order: LinkedNode[] = []
  /** name -> whether the node is in the order already, or still on the way. */
  const isDone = new Map<string, boolean>()
  const stack: { node: LinkedNode; next: number }[] = []
  const enter = (name: string): void => {
    const node = graph.nodes.get(name)
    if (!node) return
    isDone.set(name, false)
    stack.push({ node, next: 0 })
  }
  for (const root of roots) {
    if (!isDone.has(root)) enter(root)
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      const read = top.node.undecided ? undefined : top.node.dependencies[top.next++]
      if (!read) {
        isDone.set(top.node.name, true)
        order.push(top.node)
        stack.pop()
        continue
      }
      const isReadDone = isDone.get(read.name)
      if (isReadDone === undefined) enter(read.name)
      else if (!isReadDone) onCycle?.(top.node.name, read.name)
    }
  }
  return order
}

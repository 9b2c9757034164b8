// Hashes of the nodes of a graph in which each hash stands for all that its node reaches, through cycles as well.

import { hash } from 'node:crypto'

export interface Edge<Node> {
  /** What the node calls its target. Edges of one key are one edge. */
  readonly key: string
  readonly to: readonly Node[]
}

export interface HashedNode {
  /** A hash, or a text, of what the node itself is. */
  readonly own: string
  /** 64 hexadecimal digits; `undefined` until it is computed, and after it was made void. */
  hash: string | undefined
}

/**
 * Gives a hash to a node and to everything that it reaches. Nodes that have one already are not looked into.
 *
 * A hash depends on what the nodes are and on what they call each other, not on their identity or order: equal graphs
 * give equal hashes, and nodes of one hash have equal unfoldings. Components are found by Tarjan's algorithm (1972),
 * without recursion; the members of a cycle are told apart by refining a partition, as for the equivalence of automata.
 *
 * @complexity O(nodes + edges), and as many rounds within one cycle as its members are hard to tell apart
 */
export function hashReachable<Node extends HashedNode>(
  root: Node,
  edgesOf: (node: Node) => readonly Edge<Node>[],
): void {
  if (root.hash !== undefined) return
  const indexes = new Map<Node, number>()
  const lows = new Map<Node, number>()
  const open: Node[] = []
  const isOpen = new Set<Node>()
  const work: { readonly node: Node; readonly targets: readonly Node[]; next: number }[] = []
  const enter = (node: Node): void => {
    indexes.set(node, indexes.size)
    lows.set(node, indexes.get(node)!)
    open.push(node)
    isOpen.add(node)
    work.push({ node, targets: edgesOf(node).flatMap(({ to }) => to), next: 0 })
  }
  const lower = (node: Node, to: number): void => void lows.set(node, Math.min(lows.get(node)!, to))

  enter(root)
  while (work.length > 0) {
    const frame = work.at(-1)!
    const { node } = frame
    const target = frame.targets[frame.next++]
    if (target !== undefined) {
      if (target.hash !== undefined) continue
      if (!indexes.has(target)) enter(target)
      else if (isOpen.has(target)) lower(node, indexes.get(target)!)
      continue
    }
    work.pop()
    const parent = work.at(-1)
    if (parent) lower(parent.node, lows.get(node)!)
    if (lows.get(node) !== indexes.get(node)) continue
    const component = open.splice(open.lastIndexOf(node))
    for (const member of component) isOpen.delete(member)
    hashComponent(component, edgesOf)
  }
}

function hashComponent<Node extends HashedNode>(
  members: readonly Node[],
  edgesOf: (node: Node) => readonly Edge<Node>[],
): void {
  const isMember = new Set(members)
  const edges = new Map(members.map((node) => [node, distinct(edgesOf(node))]))
  /** Each edge as its key and what each target is called by `name`. */
  const describe = (node: Node, name: (target: Node) => string | number): unknown[] =>
    edges.get(node)!.map(({ key, to }) => [key, to.map((target) => target.hash ?? name(target))])
  const isCycle = members.length > 1 || edges.get(members[0]!)!.some(({ to }) => to.includes(members[0]!))
  if (!isCycle) {
    const [node] = members as readonly [Node]
    node.hash = sha256('node', node.own, describe(node, String))
    return
  }
  let colors = new Map(
    members.map((node) => [
      node,
      sha256(
        'member',
        node.own,
        describe(node, () => ''),
      ),
    ]),
  )
  for (let count = 0; ;) {
    const found = new Set(colors.values()).size
    if (found === count || found === members.length) break
    count = found
    const before = colors
    const next = (node: Node): string =>
      sha256(
        'again',
        before.get(node),
        describe(node, (target) => before.get(target)!),
      )
    colors = new Map(members.map((node) => [node, next(node)]))
  }
  const order = [...new Set(colors.values())].sort()
  const place = new Map(order.map((color, index) => [color, index]))
  const placeOf = (node: Node): number => place.get(colors.get(node)!)!
  const representatives = new Map(members.map((node) => [placeOf(node), node]))
  const described = order.map((_, index) => {
    const node = representatives.get(index)!
    return [node.own, describe(node, (target) => (isMember.has(target) ? placeOf(target) : ''))]
  })
  const whole = sha256('cycle', described)
  const hashes = members.map((node) => sha256('part', whole, placeOf(node)))
  members.forEach((node, index) => (node.hash = hashes[index]!))
}

/** One edge for each key, in the order of the keys. */
function distinct<Node>(edges: readonly Edge<Node>[]): Edge<Node>[] {
  const byKey = new Map(edges.map((edge) => [edge.key, edge]))
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function sha256(...parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts))
}

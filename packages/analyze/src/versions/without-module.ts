// The graph of what an export reaches, with one module left out that it uses as a namespace.

import { hashReachable, type Edge, type HashedNode } from './hash-graph.ts'
import type { Vertex } from './vertex.ts'

type EdgesOf = (vertex: Vertex) => readonly Edge<Vertex>[]

/** The same edges, without those that lead to all that a file exports. */
export function edgesWithout(file: string, edgesOf: EdgesOf): EdgesOf {
  return (vertex) => edgesOf(vertex).map(({ key, to }) => ({ key, to: to.filter((target) => !isModule(target, file)) }))
}

/**
 * A hash over what a vertex reaches besides the module, which counts as such and not by what is in it.
 *
 * @returns 64 hexadecimal digits
 */
export function hashWithout(file: string, root: Vertex, edgesOf: EdgesOf): string {
  const copies = new Map<Vertex, Copy>()
  const copyOf = (vertex: Vertex): Copy => {
    let copy = copies.get(vertex)
    if (!copy) {
      const isLeftOut = isModule(vertex, file)
      copy = { own: isLeftOut ? 'namespace' : vertex.own, hash: undefined, vertex: isLeftOut ? undefined : vertex }
      copies.set(vertex, copy)
    }
    return copy
  }
  const copy = copyOf(root)
  hashReachable(copy, ({ vertex }) =>
    vertex ? edgesOf(vertex).map(({ key, to }) => ({ key, to: to.map(copyOf) })) : [],
  )
  return copy.hash!
}

interface Copy extends HashedNode {
  readonly vertex: Vertex | undefined
}

function isModule({ kind, file }: Vertex, path: string): boolean {
  return kind === 'module' && file === path
}

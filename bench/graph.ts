// The graphs that are measured: layered at random, a chain, and one wide layer; equal arguments give equal graphs.

import { chain, layered, wide } from 'throughline/testing'

export type Shape = 'layered' | 'chain' | 'wide'

export interface GraphNode {
  readonly name: string
  /** Names of nodes or, in the first layer, of inputs. */
  readonly dependencies: readonly string[]
}

export interface Graph {
  readonly shape: Shape
  readonly nodes: readonly GraphNode[]
  /** The last layer. Every node is needed for it. */
  readonly outputs: readonly string[]
}

export const inputNames = ['i0', 'i1', 'i2', 'i3'] as const

const builders = { layered, chain, wide }

export function createGraph(shape: Shape, size: number): Graph {
  const { nodes, outputs } = builders[shape](size)
  return { shape, nodes: nodes.map(({ name, reads }) => ({ name, dependencies: reads })), outputs }
}

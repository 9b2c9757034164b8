// The graphs that are measured: layered at random, a chain, and one wide layer; equal arguments give equal graphs.

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

export function createGraph(shape: Shape, size: number): Graph {
  const nodes = shape === 'layered' ? layered(size) : shape === 'chain' ? chain(size) : wide(size)
  const used = new Set(nodes.flatMap((node) => node.dependencies))
  return { shape, nodes, outputs: nodes.map((node) => node.name).filter((name) => !used.has(name)) }
}

/**
 * Layers of `ceil(sqrt(size))` nodes. Each node has three dependencies in the layer below: one in turn, so that no node
 * is left without a consumer, and two at random.
 */
function layered(size: number): readonly GraphNode[] {
  const width = Math.max(4, Math.ceil(Math.sqrt(size)))
  const random = createRandom(42)
  return Array.from({ length: size }, (_, index) => {
    const layer = Math.floor(index / width)
    const place = index % width
    if (layer === 0) return { name: `n${index}`, dependencies: [0, 1, 2].map((step) => `i${(place + step) % 4}`) }
    const below = (layer - 1) * width
    const chosen = new Set([below + place])
    while (chosen.size < 3) chosen.add(below + Math.floor(random() * width))
    return { name: `n${index}`, dependencies: [...chosen].map((dependency) => `n${dependency}`) }
  })
}

function chain(size: number): readonly GraphNode[] {
  return Array.from({ length: size }, (_, index) => ({
    name: `n${index}`,
    dependencies: [index === 0 ? 'i0' : `n${index - 1}`],
  }))
}

function wide(size: number): readonly GraphNode[] {
  return Array.from({ length: size }, (_, index) => ({
    name: `n${index}`,
    dependencies: [`i${index % 4}`, `i${(index + 1) % 4}`],
  }))
}

/** Numerical Recipes' linear congruential generator; enough to shuffle edges. @returns numbers in [0, 1) */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

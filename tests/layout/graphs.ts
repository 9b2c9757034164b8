// Graphs to lay out: of the examples as they were recorded, and generated ones like dataflows of any size.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureText } from '@throughline/layout/svg'
import type { LayoutInput } from '@throughline/layout'

const HEIGHT = 31

/** Names of nodes, and edges by their places. */
interface Recorded {
  readonly nodes: readonly string[]
  readonly edges: readonly (readonly [number, number])[]
}

export function recordedGraph(name: 'births-forecast' | 'bird-strikes' | 'penguins'): LayoutInput {
  const { nodes, edges } = JSON.parse(
    readFileSync(join(import.meta.dirname, 'recorded', `${name}.json`), 'utf8'),
  ) as Recorded
  return {
    nodes: nodes.map((label, at) => ({ id: `n${at}`, width: Math.ceil(measureText(label, 13)) + 24, height: HEIGHT })),
    edges: edges.map(([from, to]) => ({ from: `n${from}`, to: `n${to}` })),
  }
}

/**
 * One or two parents for each node, in the layer before. `local`: near its own place in its layer, and three in a hundred
 * anywhere before, as in dataflows; `random`: anywhere in the layer before, the worst case.
 */
export function generatedGraph(shape: 'local' | 'random', count: number): LayoutInput {
  const random = createRandom(shape === 'local' ? 7 : 9)
  const pick = (size: number): number => Math.floor(random() * size)
  const width = Math.max(4, Math.round(Math.sqrt(count) * 0.9))
  const edges = new Map<string, { from: string; to: string }>()
  for (let at = width; at < count; at++) {
    const layer = Math.floor(at / width)
    for (let parents = 1 + pick(2); parents > 0; parents--) {
      const near = Math.min(width - 1, Math.max(0, (at % width) + pick(5) - 2))
      const isFar = shape === 'local' && random() < 0.03
      const from = isFar ? pick(layer * width) : (layer - 1) * width + (shape === 'local' ? near : pick(width))
      edges.set(`${from} ${at}`, { from: `n${from}`, to: `n${at}` })
    }
  }
  const nodes = Array.from({ length: count }, (_, at) => ({ id: `n${at}`, width: 110, height: HEIGHT }))
  return { nodes, edges: [...edges.values()] }
}

/** A linear congruential generator with the constants of Numerical Recipes: the same graphs everywhere. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

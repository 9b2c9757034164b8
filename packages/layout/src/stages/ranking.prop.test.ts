// Crossings are those that one counts pair by pair, and sifting says truly what it gained.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomGraphs } from '../fixtures/random-graphs.ts'
import { readGraph } from '../read-graph.ts'
import { assignLayers } from './assign-layers.ts'
import { breakCycles } from './break-cycles.ts'
import { splitComponents } from './components.ts'
import { toLayered, type Layered } from './layered.ts'
import { Ranking } from './ranking.ts'
import { sift } from './sift.ts'
import { sweep } from './sweep.ts'
import { walkOrder } from './walk-order.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 200)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

const layered = randomGraphs.map((input): Layered => {
  const graph = readGraph(input, {})
  const { members, edges } = splitComponents(graph).reduce((most, part) =>
    part.edges.length > most.edges.length ? part : most,
  )
  const turned = breakCycles(members.length, edges)
  const tails = Int32Array.from(edges, ({ from, to }, at) => (turned[at] ? to : from))
  const heads = Int32Array.from(edges, ({ from, to }, at) => (turned[at] ? from : to))
  const lengths = Int32Array.from(edges, ({ label }) => (label ? 2 : 1))
  const layers = assignLayers({ count: members.length, tails, heads, lengths })
  const rooms = members.map(() => ({ breadth: 10, depth: 10, loops: { breadth: 0, depth: 0 } }))
  return toLayered(rooms, edges, turned, layers)
})

/** Of all pairs of edges in all layers; those that share their spots there do not cross. */
function countByPairs({ layered: { chains, layerOf }, positions }: Ranking): number {
  const steps = chains.flatMap((chain) => Array.from(chain.subarray(1), (to, at) => ({ from: chain[at]!, to })))
  let count = 0
  for (const [at, one] of steps.entries()) {
    for (const other of steps.slice(at + 1)) {
      if (layerOf[one.from] !== layerOf[other.from]) continue
      const above = positions[one.from]! - positions[other.from]!
      const below = positions[one.to]! - positions[other.to]!
      if (above * below < 0) count++
    }
  }
  return count
}

describe('an order of layers', () => {
  it('has as many crossings as pairs of edges that cross', () => {
    assert(
      property(layered, (graph) => {
        const ranking = new Ranking(graph, walkOrder(graph, 'down'))
        expect(ranking.crossings()).toBe(countByPairs(ranking))
        sweep(ranking, 'down', { by: 'median', turnsTies: true })
        sweep(ranking, 'up', { by: 'mean', turnsTies: false })
        expect(ranking.crossings()).toBe(countByPairs(ranking))
      }),
      { numRuns, seed },
    )
  })

  it('has fewer by just as many as sifting says', () => {
    assert(
      property(layered, (graph) => {
        const ranking = new Ranking(graph, walkOrder(graph, 'up'))
        const before = ranking.crossings()
        const gained = sift(ranking, 'down', { reach: 60, budget: 1e6 })
        expect(ranking.crossings()).toBe(before - gained)
        for (const layer of ranking.layers) expect(new Set(layer).size).toBe(layer.length)
      }),
      { numRuns, seed },
    )
  })
})

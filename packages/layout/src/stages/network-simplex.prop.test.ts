// What the network simplex method finds is as short as what trying everything finds.
//
// THROUGHLINE_CASES sets the number of cases, THROUGHLINE_SEED the seed.

import { array, assert, integer, nat, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortenEdges, type RankProblem } from './network-simplex.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 200)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

const SIZE = 5
/** One more than the highest rank that is tried: four edges of two each. */
const HIGHEST = 9
interface Edge {
  readonly tail: number
  readonly head: number
  readonly length: number
  readonly weight: number
}

const edges = array(
  record({ tail: nat(SIZE - 1), head: nat(SIZE - 1), length: integer({ min: 0, max: 2 }), weight: nat(4) }),
  { minLength: 1, maxLength: 10 },
).map((drawn): Edge[] => {
  // A chain of weightless edges connects everything.
  const chain = Array.from({ length: SIZE - 1 }, (_, at) => ({ tail: at, head: at + 1, length: at % 2, weight: 0 }))
  return [...chain, ...drawn.filter(({ tail, head }) => tail < head)]
})

const toProblem = (list: readonly Edge[]): RankProblem => ({
  count: SIZE,
  tails: Int32Array.from(list, ({ tail }) => tail),
  heads: Int32Array.from(list, ({ head }) => head),
  lengths: Int32Array.from(list, ({ length }) => length),
  weights: Int32Array.from(list, ({ weight }) => weight),
})

function cost(list: readonly Edge[], ranks: ArrayLike<number>): number {
  let sum = 0
  for (const { tail, head, length, weight } of list) {
    const span = ranks[head]! - ranks[tail]!
    if (span < length) return Infinity
    sum += weight * span
  }
  return sum
}

/** By trying all ranks of all nodes. */
function leastCost(list: readonly Edge[]): number {
  const ranks: number[] = Array.from({ length: SIZE }, () => 0)
  let least = Infinity
  for (let code = 0; code < HIGHEST ** (SIZE - 1); code++) {
    for (let node = 1, rest = code; node < SIZE; node++, rest = Math.floor(rest / HIGHEST)) ranks[node] = rest % HIGHEST
    least = Math.min(least, cost(list, ranks))
  }
  return least
}

describe('ranks of random graphs', () => {
  it('are the shortest that there are, whatever they began with', () => {
    assert(
      property(edges, array(nat(3), { minLength: SIZE, maxLength: SIZE }), (list, offsets) => {
        // Far enough apart for every edge, and further by chance.
        const ranks = Int32Array.from(offsets, (offset, node) => node * 6 + offset)
        shortenEdges(toProblem(list), ranks, Infinity)
        expect(cost(list, ranks)).toBe(leastCost(list))
      }),
      { numRuns, seed },
    )
  })

  it('are valid when the method may not go on', () => {
    assert(
      property(edges, nat(6), (list, budget) => {
        const ranks = Int32Array.from({ length: SIZE }, (_, node) => node * 6)
        shortenEdges(toProblem(list), ranks, budget)
        expect(cost(list, ranks)).toBeLessThan(Infinity)
      }),
      { numRuns, seed },
    )
  })
})

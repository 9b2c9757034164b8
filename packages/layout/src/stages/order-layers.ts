// The order of each layer: several starts, sweeps and siftings, and the best of what they found.

import { BestOrder } from './best-order.ts'
import type { Layered } from './layered.ts'
import { Ranking } from './ranking.ts'
import { sift, type Siftings } from './sift.ts'
import { keepOrder, sweep, type Fixed, type SweepStyle } from './sweep.ts'
import { walkOrder } from './walk-order.ts'

export interface OrderOptions {
  readonly effort: 'fast' | 'best'
  /** Where spots stood along their layer before; undefined for those that were not there. */
  readonly previous?: Fixed
}

const STYLES: readonly SweepStyle[] = [
  { by: 'median', turnsTies: false },
  { by: 'mean', turnsTies: true },
  { by: 'median', turnsTies: true },
  { by: 'mean', turnsTies: false },
]

/** How far spots look when they are sifted, and what all siftings may cost: comparisons of neighbours. */
const EFFORTS = {
  fast: { reach: 2, budget: 3_000_000, sweeps: 8 },
  best: { reach: 60, budget: 24_000_000, sweeps: 24 },
} as const
/** Beyond so many spots the places along the layers take their time, and so the search gets less. */
const LARGE = 4500
/** Between sweeps. */
const NEAR = 2
/** After a disturbance. */
const SWEEPS_AGAIN = 4
/** Disturbances without a better order before the search ends. */
const PATIENCE = 80

/** @returns the best order that was found, and how many crossings it has */
export function orderLayers(
  layered: Layered,
  { effort, previous }: OrderOptions,
): { ranking: Ranking; crossings: number } {
  const { reach, budget, sweeps } = EFFORTS[effort]
  const siftings: Siftings = { reach, budget: budget * Math.min(1, LARGE / layered.count) }
  const ranking = new Ranking(layered, walkOrder(layered, 'down', previous))
  if (previous) {
    for (const layer of ranking.layers) {
      keepOrder(layer, previous)
      ranking.place(layer)
    }
  }
  const best = new BestOrder(ranking)
  improve(ranking, best, sweeps, siftings, previous)
  if (!previous && effort === 'best') {
    ranking.restore(walkOrder(layered, 'up'))
    improve(ranking, best, sweeps, siftings)
    disturbAgainAndAgain(ranking, best, siftings)
  }
  best.take()
  return { ranking, crossings: best.crossings }
}

/** Sweeps, each with siftings nearby; then the best of them is sifted further until that gains nothing. */
function improve(ranking: Ranking, best: BestOrder, sweeps: number, siftings: Siftings, fixed?: Fixed): void {
  best.offer()
  for (let round = 0; round < sweeps && siftings.budget > 0; round++) {
    const way = round % 2 === 0 ? 'down' : 'up'
    sweep(ranking, way, STYLES[(round >> 1) % STYLES.length]!, fixed)
    siftings.budget -= ranking.layered.count
    const near = { reach: Math.min(siftings.reach, NEAR), budget: siftings.budget }
    while (near.budget > 0 && sift(ranking, way, near, fixed) > 0);
    siftings.budget = near.budget
    best.offer()
  }
  best.take()
  for (let pass = 0; siftings.budget > 0; pass++)
    if (sift(ranking, pass % 2 === 0 ? 'down' : 'up', siftings, fixed) === 0) break
  best.offer()
}

/** Leaves what is only the best nearby. */
function disturbAgainAndAgain(ranking: Ranking, best: BestOrder, siftings: Siftings): void {
  const random = createRandom()
  for (let stale = 0; stale < PATIENCE && siftings.budget > 0 && best.crossings > 0; stale++) {
    const before = best.crossings
    best.take()
    disturb(ranking, random)
    improve(ranking, best, SWEEPS_AGAIN, siftings)
    if (best.crossings < before) stale = 0
  }
}

/** Exchanges some neighbours in some layers. */
function disturb(ranking: Ranking, random: () => number): void {
  for (const layer of ranking.layers) {
    if (layer.length < 2 || random() > 0.4) continue
    const begin = Math.floor(random() * layer.length)
    const part = layer.subarray(begin, begin + 2 + Math.floor(random() * 8))
    for (let at = part.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1))
      ;[part[at], part[other]] = [part[other]!, part[at]!]
    }
    ranking.place(layer)
  }
}

/** The same numbers in every layout: a linear congruential generator with the constants of Numerical Recipes. */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

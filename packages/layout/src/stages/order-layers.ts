// The order of each layer: several starts, sweeps and siftings, and the best of what they found.

import type { Layered } from './layered.ts'
import { degree } from './links.ts'
import { Ranking } from './ranking.ts'
import { sift, type Siftings } from './sift.ts'
import { keepOrder, sweep, type Fixed, type SweepStyle } from './sweep.ts'

export interface OrderOptions {
  readonly effort: 'fast' | 'best'
  /** Where nodes stood along their layer before; undefined for those that were not there. */
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
  fast: { reach: 2, budget: 3_000_000, sweeps: 8, perturbations: 0 },
  best: { reach: 60, budget: 24_000_000, sweeps: 24, perturbations: 400 },
} as const

/** @returns the best order that was found, and how many crossings it has */
export function orderLayers(
  layered: Layered,
  { effort, previous }: OrderOptions,
): { ranking: Ranking; crossings: number } {
  const { reach, budget, sweeps, perturbations } = EFFORTS[effort]
  const siftings: Siftings = { reach, budget }
  const ranking = new Ranking(layered, walkOrder(layered, 'down', previous))
  if (previous)
    for (const layer of ranking.layers) {
      keepOrder(layer, previous)
      ranking.place(layer)
    }
  const best = new Best(ranking)
  improve(ranking, best, sweeps, siftings, previous)
  if (previous || effort === 'fast') return best.take()

  ranking.restore(walkOrder(layered, 'up'))
  improve(ranking, best, sweeps, siftings)
  const random = createRandom()
  for (let round = 0; round < perturbations && siftings.budget > 0 && best.crossings > 0; round++) {
    best.take()
    perturb(ranking, random)
    improve(ranking, best, 4, siftings)
  }
  return best.take()
}

function improve(ranking: Ranking, best: Best, sweeps: number, siftings: Siftings, fixed?: Fixed): void {
  best.offer()
  for (let round = 0; round < sweeps && siftings.budget > 0; round++) {
    const way = round % 2 === 0 ? 'down' : 'up'
    sweep(ranking, way, STYLES[(round >> 1) % STYLES.length]!, fixed)
    siftings.budget -= ranking.layered.count
    best.offer()
    const before = ranking.save()
    const reach = Math.min(siftings.reach, 2)
    const near = { reach, budget: siftings.budget }
    while (near.budget > 0 && sift(ranking, way, near, fixed) > 0);
    siftings.budget = near.budget
    best.offer()
    void before
  }
  best.take()
  for (let pass = 0; siftings.budget > 0; pass++)
    if (sift(ranking, pass % 2 === 0 ? 'down' : 'up', siftings, fixed) === 0) break
  best.offer()
}

class Best {
  readonly #ranking: Ranking
  #layers: readonly Int32Array[]
  crossings: number

  constructor(ranking: Ranking) {
    this.#ranking = ranking
    this.#layers = ranking.save()
    this.crossings = ranking.crossings()
  }

  /** Keeps what the ranking is now, when it is better. */
  offer(): void {
    const crossings = this.#ranking.crossings()
    if (crossings >= this.crossings) return
    this.crossings = crossings
    this.#layers = this.#ranking.save()
  }

  take(): { ranking: Ranking; crossings: number } {
    this.#ranking.restore(this.#layers)
    return { ranking: this.#ranking, crossings: this.crossings }
  }
}

/** A first order: depth first, so that what belongs together stands together. */
function walkOrder(layered: Layered, way: 'down' | 'up', previous?: Fixed): Int32Array[] {
  const { count, layerOf, layerCount } = layered
  const [forth, back] = way === 'down' ? [layered.down, layered.up] : [layered.up, layered.down]
  const layers: number[][] = Array.from({ length: layerCount }, () => [])
  const seen = new Uint8Array(count)
  const roots = Array.from({ length: count }, (_, spot) => spot).filter((spot) => degree(back, spot) === 0)
  if (previous) roots.sort((a, b) => (previous[a] ?? Infinity) - (previous[b] ?? Infinity) || a - b)
  const stack = roots.reverse()
  while (stack.length > 0) {
    const spot = stack.pop()!
    if (seen[spot]) continue
    seen[spot] = 1
    layers[layerOf[spot]!]!.push(spot)
    for (let at = forth.starts[spot + 1]! - 1; at >= forth.starts[spot]!; at--) stack.push(forth.ends[at]!)
  }
  return layers.map((layer) => Int32Array.from(layer))
}

/** Exchanges some spots of some layers. */
function perturb(ranking: Ranking, random: () => number): void {
  for (const layer of ranking.layers) {
    if (layer.length < 2 || random() > 0.4) continue
    const begin = Math.floor(random() * layer.length)
    const size = 2 + Math.floor(random() * 8)
    const part = layer.subarray(begin, begin + size)
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

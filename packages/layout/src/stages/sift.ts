// Spots move within their layer to where fewest edges cross, one after the other.

import type { Links } from './links.ts'
import type { Ranking } from './ranking.ts'
import type { Fixed } from './sweep.ts'

export interface Siftings {
  /** How far a spot looks to each side. */
  readonly reach: number
  /** What may still be spent, in comparisons of neighbours; it is counted down. */
  budget: number
}

/** @returns how many crossings are fewer */
export function sift(ranking: Ranking, way: 'down' | 'up', siftings: Siftings, fixed?: Fixed): number {
  const { layers } = ranking
  let gained = 0
  for (let step = 0; step < layers.length && siftings.budget > 0; step++)
    gained += siftLayer(ranking, way === 'down' ? step : layers.length - 1 - step, siftings, fixed)
  return gained
}

function siftLayer(ranking: Ranking, index: number, siftings: Siftings, fixed?: Fixed): number {
  const layer = ranking.layers[index]!
  if (layer.length < 2) return 0
  const above = new Neighbours(ranking, ranking.layered.up, layer)
  const below = new Neighbours(ranking, ranking.layered.down, layer)
  // By where they stood at first.
  const order = Int32Array.from(layer, (_, at) => at)
  const at = order.slice()
  const spots = layer.slice()
  /** How many crossings are fewer when the second stands before the first. */
  const gain = (left: number, right: number): number => {
    siftings.budget -= above.size(left) + above.size(right) + below.size(left) + below.size(right) + 1
    return above.gain(left, right) + below.gain(left, right)
  }
  const isFixed = (one: number): boolean => fixed !== undefined && fixed[spots[one]!] !== undefined

  let gained = 0
  for (let one = 0; one < order.length && siftings.budget > 0; one++) {
    const from = at[one]!
    let best = from
    let most = 0
    let sum = 0
    const first = Math.max(0, from - siftings.reach)
    for (let to = from - 1; to >= first; to--) {
      if (isFixed(one) && isFixed(order[to]!)) break
      sum += gain(order[to]!, one)
      if (sum > most) [best, most] = [to, sum]
    }
    sum = 0
    const last = Math.min(order.length - 1, from + siftings.reach)
    for (let to = from + 1; to <= last; to++) {
      if (isFixed(one) && isFixed(order[to]!)) break
      sum += gain(one, order[to]!)
      if (sum > most) [best, most] = [to, sum]
    }
    if (best === from) continue
    gained += most
    if (best < from) order.copyWithin(best + 1, best, from)
    else order.copyWithin(from, from + 1, best + 1)
    order[best] = one
    for (let place = Math.min(best, from); place <= Math.max(best, from); place++) at[order[place]!] = place
  }
  for (let place = 0; place < order.length; place++) layer[place] = spots[order[place]!]!
  ranking.place(layer)
  return gained
}

/** More than edges between two spots; a place and a weight in one number can be sorted together. */
const WEIGHT_LIMIT = 2 ** 24

/** Where the neighbours of each spot of a layer stand, in ascending order, and how many edges lead there. */
class Neighbours {
  readonly #starts: Int32Array
  readonly #places: Int32Array
  /** The weights of all before. */
  readonly #sums: Int32Array

  constructor({ positions, layered }: Ranking, { starts, ends, via }: Links, layer: Int32Array) {
    this.#starts = new Int32Array(layer.length + 1)
    for (let one = 0; one < layer.length; one++)
      this.#starts[one + 1] = this.#starts[one]! + starts[layer[one]! + 1]! - starts[layer[one]!]!
    const size = this.#starts[layer.length]!
    const keys = new Float64Array(size)
    this.#places = new Int32Array(size)
    this.#sums = new Int32Array(size + 1)
    for (let one = 0, next = 0; one < layer.length; one++) {
      const begin = next
      for (let at = starts[layer[one]!]!; at < starts[layer[one]! + 1]!; at++)
        keys[next++] = positions[ends[at]!]! * WEIGHT_LIMIT + layered.weights[via[at]!]!
      if (next - begin > 1) keys.subarray(begin, next).sort()
    }
    for (let at = 0; at < size; at++) {
      this.#places[at] = Math.floor(keys[at]! / WEIGHT_LIMIT)
      this.#sums[at + 1] = this.#sums[at]! + (keys[at]! % WEIGHT_LIMIT)
    }
  }

  size(one: number): number {
    return this.#starts[one + 1]! - this.#starts[one]!
  }

  /** Pairs of edges that cross while `left` is before `right`, less those that cross the other way round. */
  gain(left: number, right: number): number {
    const [places, sums] = [this.#places, this.#sums]
    const [begin, end] = [this.#starts[right]!, this.#starts[right + 1]!]
    let less = begin
    let upTo = begin
    let sum = 0
    for (let at = this.#starts[left]!; at < this.#starts[left + 1]!; at++) {
      const place = places[at]!
      while (less < end && places[less]! < place) less++
      while (upTo < end && places[upTo]! <= place) upTo++
      sum += (sums[at + 1]! - sums[at]!) * (sums[less]! - sums[begin]! - (sums[end]! - sums[upTo]!))
    }
    return sum
  }
}

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

/** Where the neighbours of each spot of a layer stand, in ascending order. */
class Neighbours {
  readonly #starts: Int32Array
  readonly #places: Int32Array

  constructor({ positions }: Ranking, { starts, ends }: Links, layer: Int32Array) {
    this.#starts = new Int32Array(layer.length + 1)
    for (let one = 0; one < layer.length; one++)
      this.#starts[one + 1] = this.#starts[one]! + starts[layer[one]! + 1]! - starts[layer[one]!]!
    this.#places = new Int32Array(this.#starts[layer.length]!)
    for (let one = 0; one < layer.length; one++) {
      const begin = this.#starts[one]!
      const size = this.#starts[one + 1]! - begin
      for (let next = 0; next < size; next++)
        this.#places[begin + next] = positions[ends[starts[layer[one]!]! + next]!]!
      if (size > 1) this.#places.subarray(begin, begin + size).sort()
    }
  }

  size(one: number): number {
    return this.#starts[one + 1]! - this.#starts[one]!
  }

  /** Pairs of neighbours that cross while `left` is before `right`, less those that cross the other way round. */
  gain(left: number, right: number): number {
    const places = this.#places
    const [begin, end] = [this.#starts[right]!, this.#starts[right + 1]!]
    let less = begin
    let upTo = begin
    let sum = 0
    for (let at = this.#starts[left]!; at < this.#starts[left + 1]!; at++) {
      const place = places[at]!
      while (less < end && places[less]! < place) less++
      while (upTo < end && places[upTo]! <= place) upTo++
      sum += less - begin - (end - upTo)
    }
    return sum
  }
}

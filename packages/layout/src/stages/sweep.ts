// A layer is ordered by where the neighbours of its spots stand in the layer beside it.

import type { Links } from './links.ts'
import type { Ranking } from './ranking.ts'

/** Spots of earlier layouts in their order, which is kept; undefined for all others. */
export type Fixed = readonly (number | undefined)[]

/** Between the two middle neighbours, nearer to the side where the others are closer together. */
function median(positions: Float64Array): number {
  const size = positions.length
  const half = size >> 1
  if (size % 2 === 1) return positions[half]!
  if (size === 2) return (positions[0]! + positions[1]!) / 2
  const left = positions[half - 1]! - positions[0]!
  const right = positions[size - 1]! - positions[half]!
  if (left + right === 0) return (positions[half - 1]! + positions[half]!) / 2
  return (positions[half - 1]! * right + positions[half]! * left) / (left + right)
}

function mean(positions: Float64Array): number {
  let sum = 0
  for (const position of positions) sum += position
  return sum / positions.length
}

export interface SweepStyle {
  readonly by: 'median' | 'mean'
  /** Whether equals change places. */
  readonly turnsTies: boolean
}

/** Goes through all layers, from the top or from the bottom. */
export function sweep(ranking: Ranking, way: 'down' | 'up', style: SweepStyle, fixed?: Fixed): void {
  const { layers, layered } = ranking
  const links = way === 'down' ? layered.up : layered.down
  for (let step = 1; step < layers.length; step++) {
    const layer = layers[way === 'down' ? step : layers.length - 1 - step]!
    orderLayer(ranking, layer, links, style)
    if (fixed) keepOrder(layer, fixed)
    ranking.place(layer)
  }
}

/** Spots without neighbours stay where they are. */
function orderLayer(ranking: Ranking, layer: Int32Array, { starts, ends }: Links, { by, turnsTies }: SweepStyle): void {
  const { positions } = ranking
  const wanted = new Float64Array(layer.length)
  const movable: number[] = []
  for (let at = 0; at < layer.length; at++) {
    const spot = layer[at]!
    const size = starts[spot + 1]! - starts[spot]!
    if (size === 0) continue
    movable.push(at)
    if (size === 1) {
      wanted[at] = positions[ends[starts[spot]!]!]!
      continue
    }
    const places = new Float64Array(size)
    for (let one = 0; one < size; one++) places[one] = positions[ends[starts[spot]! + one]!]!
    wanted[at] = by === 'mean' ? mean(places) : median(places.sort())
  }
  const tie = turnsTies ? -1 : 1
  const sorted = movable.toSorted((a, b) => wanted[a]! - wanted[b]! || tie * (a - b)).map((at) => layer[at]!)
  movable.forEach((at, place) => (layer[at] = sorted[place]!))
}

/** Spots that are fixed share their places anew, in their order. */
export function keepOrder(layer: Int32Array, fixed: Fixed): void {
  const places: number[] = []
  for (let at = 0; at < layer.length; at++) if (fixed[layer[at]!] !== undefined) places.push(at)
  const spots = places.map((at) => layer[at]!).sort((a, b) => fixed[a]! - fixed[b]! || a - b)
  places.forEach((at, place) => (layer[at] = spots[place]!))
}

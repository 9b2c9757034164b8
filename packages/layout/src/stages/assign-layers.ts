// Each node gets a layer, such that edges lead down and are short together.

import { degree, linksOf, type Links } from './links.ts'
import { shortenEdges } from './network-simplex.ts'

export interface Arrows {
  /** Of nodes, which the edges connect without a cycle. */
  readonly count: number
  readonly tails: Int32Array
  readonly heads: Int32Array
  /** How many layers the head is at least below the tail. */
  readonly lengths: Int32Array
}

/** How many nodes may be moved, each time counted; a graph of 4,000 nodes needs a tenth. */
const BUDGET = 20_000_000

/**
 * @param previous layers to begin with, where they are known; -1 elsewhere
 * @returns layers from 0
 */
export function assignLayers(arrows: Arrows, previous?: Int32Array): Int32Array {
  const { count, tails, heads, lengths } = arrows
  const up = linksOf(count, heads, tails)
  const down = linksOf(count, tails, heads)
  const layers = highestLayers(arrows, up, down, previous)
  const weights = new Int32Array(tails.length).fill(1)
  shortenEdges({ count, tails, heads, lengths, weights }, layers, BUDGET)
  const top = layers.reduce((least, layer) => Math.min(least, layer), Infinity)
  for (let node = 0; node < count; node++) layers[node]! -= top
  moveFreeNodes(arrows, up, down, layers, previous)
  return layers
}

/** Each node as high as the edges to it, and where it was before, allow. */
function highestLayers({ count, lengths }: Arrows, up: Links, down: Links, previous?: Int32Array): Int32Array {
  const layers = previous ? previous.map((layer) => Math.max(layer, 0)) : new Int32Array(count)
  const waiting = new Int32Array(count)
  const ready: number[] = []
  for (let node = 0; node < count; node++) {
    waiting[node] = degree(up, node)
    if (waiting[node] === 0) ready.push(node)
  }
  for (let next = 0; next < ready.length; next++) {
    const node = ready[next]!
    for (let at = down.starts[node]!; at < down.starts[node + 1]!; at++) {
      const head = down.ends[at]!
      layers[head] = Math.max(layers[head]!, layers[node]! + lengths[down.via[at]!]!)
      if (--waiting[head]! === 0) ready.push(head)
    }
  }
  return layers
}

/**
 * A node with as many edges from above as below may stand anywhere between them: it goes where it was, or where fewest
 * others are.
 */
function moveFreeNodes(
  { count, lengths }: Arrows,
  up: Links,
  down: Links,
  layers: Int32Array,
  previous: Int32Array | undefined,
): void {
  const sizes: number[] = []
  for (const layer of layers) sizes[layer] = (sizes[layer] ?? 0) + 1
  const sizeAt = (layer: number): number => sizes[layer] ?? 0
  const bestFor = (node: number, least: number, most: number): number => {
    const now = layers[node]!
    const before = previous?.[node] ?? -1
    if (before >= 0) return before >= least && before <= most ? before : now
    let best = now
    for (let layer = least; layer <= most; layer++) if (sizeAt(layer) < sizeAt(best)) best = layer
    return sizeAt(best) + 1 < sizeAt(now) ? best : now
  }
  const move = (node: number): boolean => {
    if (degree(up, node) !== degree(down, node)) return false
    let least = 0
    let most = sizes.length - 1
    for (let at = up.starts[node]!; at < up.starts[node + 1]!; at++)
      least = Math.max(least, layers[up.ends[at]!]! + lengths[up.via[at]!]!)
    for (let at = down.starts[node]!; at < down.starts[node + 1]!; at++)
      most = Math.min(most, layers[down.ends[at]!]! - lengths[down.via[at]!]!)
    const best = bestFor(node, least, most)
    if (best === layers[node]) return false
    sizes[layers[node]!]!--
    sizes[best] = sizeAt(best) + 1
    layers[node] = best
    return true
  }
  // One that goes back may make room for another to do so.
  for (let moved = true; moved;) {
    moved = false
    for (let node = 0; node < count; node++) if (move(node)) moved = true
    if (!previous) return
  }
}

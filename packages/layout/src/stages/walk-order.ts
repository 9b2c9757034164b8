// A first order of the layers: what belongs together stands together.

import type { Layered } from './layered.ts'
import { degree } from './links.ts'
import type { Fixed } from './sweep.ts'

/** Depth first, from the spots that nothing leads to, or from those that lead nowhere. */
export function walkOrder(layered: Layered, way: 'down' | 'up', fixed?: Fixed): Int32Array[] {
  const { count, layerOf, layerCount } = layered
  const [forth, back] = way === 'down' ? [layered.down, layered.up] : [layered.up, layered.down]
  const layers: number[][] = Array.from({ length: layerCount }, () => [])
  const seen = new Uint8Array(count)
  const roots = Array.from({ length: count }, (_, spot) => spot).filter((spot) => degree(back, spot) === 0)
  if (fixed) roots.sort((a, b) => (fixed[a] ?? Infinity) - (fixed[b] ?? Infinity) || a - b)
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

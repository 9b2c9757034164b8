// The spots of each layer in their order, and how often edges cross in it.

import type { Layered } from './layered.ts'

/** A state of the search for a good order; it can be kept and taken back. */
export class Ranking {
  readonly layered: Layered
  readonly layers: readonly Int32Array[]
  readonly positions: Int32Array
  readonly #counts: Int32Array

  constructor(layered: Layered, layers: readonly Int32Array[]) {
    this.layered = layered
    this.layers = layers
    this.positions = new Int32Array(layered.count)
    for (const layer of layers) this.place(layer)
    const widest = layers.reduce((most, { length }) => Math.max(most, length), 0)
    this.#counts = new Int32Array(widest + 1)
  }

  /** Says to the spots of a layer where they stand. */
  place(layer: Int32Array): void {
    for (let at = 0; at < layer.length; at++) this.positions[layer[at]!] = at
  }

  save(): readonly Int32Array[] {
    return this.layers.map((layer) => layer.slice())
  }

  restore(saved: readonly Int32Array[]): void {
    for (let at = 0; at < saved.length; at++) {
      this.layers[at]!.set(saved[at]!)
      this.place(this.layers[at]!)
    }
  }

  crossings(): number {
    let sum = 0
    for (let layer = 0; layer + 1 < this.layers.length; layer++) sum += this.crossingsBelow(layer)
    return sum
  }

  /**
   * Between a layer and the next. A tree of sums counts for each edge how many before it end beyond it.
   *
   * Source: Barth, Mutzel, Jünger, "Simple and Efficient Bilayer Cross Counting", 2004.
   */
  crossingsBelow(layer: number): number {
    const { weights, down } = this.layered
    const { starts, ends, via } = down
    const counts = this.#counts
    const size = this.layers[layer + 1]!.length
    counts.fill(0, 0, size + 1)
    let sum = 0
    let seen = 0
    for (const spot of this.layers[layer]!) {
      for (let at = starts[spot]!; at < starts[spot + 1]!; at++) {
        let upTo = 0
        for (let one = this.positions[ends[at]!]! + 1; one > 0; one &= one - 1) upTo += counts[one]!
        sum += weights[via[at]!]! * (seen - upTo)
      }
      for (let at = starts[spot]!; at < starts[spot + 1]!; at++) {
        const weight = weights[via[at]!]!
        for (let one = this.positions[ends[at]!]! + 1; one <= size; one += one & -one) counts[one]! += weight
        seen += weight
      }
    }
    return sum
  }
}

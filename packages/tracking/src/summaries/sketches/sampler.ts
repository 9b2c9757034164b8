// All numbers while they are few, and then one of each group of neighbours, by chance that is the same each time.

import { seeded } from './seeded.ts'

/** So many are kept at most, and at least half as many: the standard error of a quantile is a percent of rank, or less. */
export const SAMPLE_SIZE = 10_000

export class Sampler {
  #kept = new Float64Array(8)
  #length = 0
  #count = 0
  /** One of so many is kept: a power of two. */
  #step = 1
  #next = 0
  readonly #chance: () => number

  constructor(seed: number) {
    this.#chance = seeded(seed)
  }

  add(value: number): void {
    if (this.#count++ === this.#next) this.#keep(value)
  }

  addAll(values: Float64Array, length: number): void {
    const start = this.#count
    const end = start + length
    while (this.#next < end) this.#keep(values[this.#next - start]!)
    this.#count = end
  }

  #keep(value: number): void {
    if (this.#length === SAMPLE_SIZE) this.#thin()
    if (this.#length === this.#kept.length) this.#grow()
    this.#kept[this.#length++] = value
    const group = (Math.floor(this.#next / this.#step) + 1) * this.#step
    this.#next = this.#step === 1 ? group : group + Math.floor(this.#chance() * this.#step)
  }

  #thin(): void {
    const half = this.#length / 2
    for (let at = 0; at < half; at++) this.#kept[at] = this.#kept[2 * at + (this.#chance() < 0.5 ? 0 : 1)]!
    this.#length = half
    this.#step *= 2
  }

  #grow(): void {
    const larger = new Float64Array(Math.min(SAMPLE_SIZE, this.#kept.length * 4))
    larger.set(this.#kept)
    this.#kept = larger
  }

  /** Whether none was left out. */
  get hasAll(): boolean {
    return this.#step === 1
  }

  /** How many each that was kept stands for. */
  get perKept(): number {
    return this.#length === 0 ? 1 : this.#count / this.#length
  }

  /** A copy. */
  values(): Float64Array {
    return this.#kept.slice(0, this.#length)
  }
}

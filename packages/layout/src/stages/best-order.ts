// The best order that a search has seen.

import type { Ranking } from './ranking.ts'

export class BestOrder {
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

  /** Makes the ranking the best one again. */
  take(): void {
    this.#ranking.restore(this.#layers)
  }
}

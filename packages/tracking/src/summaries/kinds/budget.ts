// How much time a summary may take, shared out among its parts.

import { spreadOrder } from '../sketches/seeded.ts'
import type { Seen } from './head.ts'

/** Tells the time in milliseconds, from whenever. */
export interface SummaryClock {
  nowMs(): number
}

export class Budget {
  readonly #clock: SummaryClock
  readonly #endMs: number

  constructor(clock: SummaryClock, endMs: number) {
    this.#clock = clock
    this.#endMs = endMs
  }

  /** Begins now. */
  static of(clock: SummaryClock, budgetMs: number): Budget {
    return new Budget(clock, clock.nowMs() + budgetMs)
  }

  get isSpent(): boolean {
    return this.#clock.nowMs() >= this.#endMs
  }

  /** For one of so many parts that are left: an equal share of the time that is left. */
  share(parts: number): Budget {
    const now = this.#clock.nowMs()
    return new Budget(this.#clock, now + Math.max(0, this.#endMs - now) / Math.max(1, parts))
  }
}

/**
 * Goes through a list by blocks until the time is over. The blocks that were seen by then lie spread over the
 * list, and one is always seen.
 *
 * @returns how many were seen
 */
export function visit(
  length: number,
  { budget, seed, block = 1024 }: { readonly budget: Budget; readonly seed: number; readonly block?: number },
  look: (from: number, to: number) => void,
): Seen {
  // Of what comes when the time is over, little is read.
  const size = budget.isSpent ? Math.min(block, 128) : block
  let seen = 0
  for (const at of spreadOrder(Math.ceil(length / size), seed)) {
    if (seen > 0 && budget.isSpent) break
    const [from, to] = [at * size, Math.min(length, (at + 1) * size)]
    look(from, to)
    seen += to - from
  }
  return { n: seen, of: length }
}

// Booleans: how many are true.

import { factorOf, headOf, mergeHeads, type Seen, type SummaryHead } from './head.ts'

export interface BooleanSummary extends SummaryHead {
  readonly true: number
  /** Of those that are not missing, from 0 to 1; null when all are. */
  readonly trueRatio: number | null
}

export class Booleans {
  #n = 0
  #true = 0

  add(value: boolean): void {
    this.#n++
    if (value) this.#true++
  }

  get n(): number {
    return this.#n
  }

  finish(missing: number, seen: Seen): BooleanSummary {
    return booleanSummary(headOf(this.#n + missing, missing, seen), Math.round(this.#true * factorOf(seen)))
  }
}

export function mergeBooleans(a: BooleanSummary, b: BooleanSummary): BooleanSummary {
  return booleanSummary(mergeHeads(a, b), a.true + b.true)
}

function booleanSummary(head: SummaryHead, count: number): BooleanSummary {
  const known = head.n - head.missing
  return { ...head, true: count, trueRatio: known === 0 ? null : count / known }
}

// How long the record may look at values: a share of what the run itself takes.

export interface Budget {
  /**
   * Of the time of a step that takes 10 milliseconds and more.
   * @unit ratio from 0 to 1  @defaultValue 0.03
   */
  readonly ratio: number
  /** What the value of a quicker step may take. @unit milliseconds  @defaultValue 2 */
  readonly leastMs: number
  /**
   * Of the time of a run, for all values together; those that were asked for go before.
   * @unit ratio from 0 to 1  @defaultValue 0.04
   */
  readonly runRatio: number
  /** What a run may take in advance, before it has taken time itself. @unit milliseconds  @defaultValue 15 */
  readonly advanceMs: number
  /** What all inputs of a run may take together. @unit milliseconds  @defaultValue 5 */
  readonly inputsMs: number
}

export const defaultBudget: Budget = { ratio: 0.03, leastMs: 2, runRatio: 0.04, advanceMs: 15, inputsMs: 5 }

/** From here on a step has a share of its own time, in milliseconds. */
const LONG_STEP = 10
/** What a value that was asked for may take in any case, in milliseconds. */
const OUTPUT = 1

/** A look may take so much more than it was given, in milliseconds. */
const SURPLUS = 0.25

/** Of one run. */
export class TimeBudget {
  readonly #budget: Budget
  readonly #nowMs: () => number
  readonly #startedMs: number
  #spentMs = 0
  #inputsMs = 0

  constructor(budget: Budget, nowMs: () => number) {
    this.#budget = budget
    this.#nowMs = nowMs
    this.#startedMs = nowMs()
  }

  /**
   * Lets look at the value of a step that took so long.
   *
   * @param isOutput whether the value was asked for
   * @param look is given its milliseconds, and how many of them a summary may take: what is left goes to data versions
   *   first, which lineage needs; never negative
   */
  forStep<Found>(durationMs: number, isOutput: boolean, look: (budgetMs: number, summaryMs: number) => Found): Found {
    const { ratio, leastMs, runRatio, advanceMs } = this.#budget
    const startedMs = this.#nowMs()
    const ownMs = durationMs < LONG_STEP ? leastMs : ratio * durationMs
    const leftMs = advanceMs + runRatio * (startedMs - this.#startedMs - this.#spentMs) - this.#spentMs
    const surelyMs = isOutput ? Math.min(OUTPUT, leastMs) : 0
    const within = (mostMs: number): number => Math.max(surelyMs, Math.min(mostMs, ownMs))
    const givenMs = within(leftMs)
    const found = look(givenMs, within(advanceMs === Infinity ? leftMs : leftMs - advanceMs / 2))
    // What takes far longer is the machine, or code that is being compiled: the next will be quicker.
    this.#spentMs += Math.min(this.#nowMs() - startedMs, 2 * givenMs + SURPLUS)
    return found
  }

  /** Lets look at an input, which nothing was computed for. */
  forInput<Found>(look: (budgetMs: number) => Found): Found {
    const startedMs = this.#nowMs()
    const found = look(Math.max(0, this.#budget.inputsMs - this.#inputsMs))
    this.#inputsMs += this.#nowMs() - startedMs
    return found
  }
}

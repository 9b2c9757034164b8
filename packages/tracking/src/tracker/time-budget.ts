// How long the record may look at values: a share of what the run itself takes.

export interface Budget {
  /**
   * Of the time of a step, and of the run.
   * @unit ratio from 0 to 1  @defaultValue 0.04
   */
  readonly ratio: number
  /** What every value may take, however quick its step was. @unit milliseconds  @defaultValue 0.4 */
  readonly leastMs: number
  /** What a run may take in advance, before it has taken time itself. @unit milliseconds  @defaultValue 5 */
  readonly advanceMs: number
  /** What all inputs of a run may take together. @unit milliseconds  @defaultValue 5 */
  readonly inputsMs: number
}

export const defaultBudget: Budget = { ratio: 0.04, leastMs: 0.4, advanceMs: 5, inputsMs: 5 }

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

  /** Lets look at the value of a step that took so long. @param look is given its milliseconds; never negative */
  forStep<Found>(durationMs: number, look: (budgetMs: number) => Found): Found {
    const { ratio, leastMs, advanceMs } = this.#budget
    const startedMs = this.#nowMs()
    const left = advanceMs + ratio * (startedMs - this.#startedMs - this.#spentMs) - this.#spentMs
    const found = look(Math.max(0, Math.min(left, Math.max(leastMs, ratio * durationMs))))
    this.#spentMs += this.#nowMs() - startedMs
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

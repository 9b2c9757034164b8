// How much of what a run says is recorded.

export interface TrackerLimits {
  /**
   * Of each fan-out, so many items are recorded with all that they say, or with their runs. Of the others only failures.
   * @defaultValue 100
   */
  readonly items: number
  /** @defaultValue 1000 */
  readonly logsPerStep: number
  /** @defaultValue 10_000 */
  readonly metricsPerStep: number
  /** The least time between two events about the progress of a step. @unit milliseconds  @defaultValue 250 */
  readonly progressMs: number
}

export const defaultLimits: TrackerLimits = { items: 100, logsPerStep: 1_000, metricsPerStep: 10_000, progressMs: 250 }

// Where time comes from: the host, or a test that makes it pass.

import { startTimer } from './timer.ts'

export interface Clock {
  /** Milliseconds since 1970, for display; never for order. */
  readonly dateMs: () => number
  /** Milliseconds from any origin; they never go back. */
  readonly nowMs: () => number
  /** Calls `run` once, after the delay. @returns stops waiting */
  readonly startTimer: (run: () => void, delayMs: number) => () => void
}

/** The time of the host. */
export const HOST_CLOCK: Clock = {
  dateMs: () => Date.now(),
  nowMs: () => performance.now(),
  startTimer: (run, delayMs) => {
    const timer = startTimer(run, delayMs)
    return () => clearTimeout(timer)
  },
}

// Where time comes from: the host, or a test that makes it pass.

/** The host's own functions for time, as `globalThis` has them, or something that stands for them in a test. */
export interface Clock {
  setTimeout(run: () => void, delayMs: number): unknown
  clearTimeout(timer: unknown): void
  /** Milliseconds from any origin; they never go back. */
  readonly performance: { now(): number }
  /** Milliseconds since 1970, for display; never for order. */
  readonly Date: { now(): number }
}

/** The time of the host; asked for at each use, so that a test may put its own in its place. */
export const HOST_CLOCK: Clock = globalThis as object as Clock

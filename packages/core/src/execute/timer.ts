// Timers that may be long.

/** Hosts keep the delay in 31 bits; what is longer would fire at once. Almost 25 days. */
const LONGEST_MS = 2 ** 31 - 1

/** Calls `run` once after the delay, or after the longest that a host can wait. Stopped with `clearTimeout`. */
export function startTimer(run: () => void, delayMs: number): ReturnType<typeof setTimeout> {
  return setTimeout(run, Math.min(delayMs, LONGEST_MS))
}

// Time as this room sees it; a test passes its own.

/** Tells the time and calls back later. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /**
   * Calls back once.
   *
   * @param options.holds whether the process stays alive for it; default true
   * @returns what cancels the call
   */
  later(delayMs: number, call: () => void, options?: { readonly holds?: boolean }): () => void
}

/** The clock of the machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  later: (delayMs, call, { holds = true } = {}) => {
    const timer = setTimeout(call, delayMs)
    if (!holds) timer.unref()
    return () => clearTimeout(timer)
  },
}

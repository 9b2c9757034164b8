// Work between the events of a run, which must not fail the process when it fails.

import type { Clock } from '../execute/clock.ts'

export interface Ticker {
  /** Calls `tick` once, after the delay. */
  readonly schedule: (tick: () => void, delayMs: number) => void
  /** @throws what the first failing tick threw: from an observer it reaches those who watch over hooks */
  readonly stop: () => void
}

export function createTicker(clock: Clock): Ticker {
  let timer: unknown
  let failure: { readonly error: unknown } | undefined
  return {
    schedule: (tick, delayMs) => {
      const guarded = (): void => {
        try {
          tick()
        } catch (error) {
          failure ??= { error }
        }
      }
      timer = clock.setTimeout(guarded, delayMs)
    },
    stop: () => {
      clock.clearTimeout(timer)
      const failed = failure
      failure = undefined
      if (failed) throw failed.error
    },
  }
}

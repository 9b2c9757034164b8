// Time as those see it who tell the record: a test passes its own.

import { setImmediate } from 'node:timers/promises'

export interface TellingTime {
  /** Milliseconds, going on steadily, with parts. */
  nowMs(): number
  /** Calls back once. @returns what cancels the call */
  later(delayMs: number, call: () => void): () => void
  /** Done when others have had their turn. */
  turn(): Promise<void>
}

export const tellingTime: TellingTime = {
  nowMs: () => performance.now(),
  later: (delayMs, call) => {
    const timer = setTimeout(call, delayMs)
    return () => clearTimeout(timer)
  },
  turn: () => setImmediate(),
}

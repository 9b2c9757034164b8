// Waiting that can be cut short.

import { onAbort } from './on-abort.ts'
import { startTimer } from './timer.ts'

/** Resolves after the time, or when the signal aborts. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopListening = (): void => {}
  await new Promise<void>((resolve) => {
    timer = startTimer(resolve, delayMs)
    stopListening = onAbort(signal, resolve)
  })
  clearTimeout(timer)
  stopListening()
}

// Waiting for others who have a database locked.

import { setTimeout as pause } from 'node:timers/promises'
import { isBusy, sqliteFailure, type FailureFacts } from './sqlite-failure.ts'

export interface Patience extends FailureFacts {
  readonly busyTimeoutMs: number
  readonly signal: AbortSignal
}

const RETRY_MS = 20

/** Between attempts the event loop goes on; within SQLite it would stand still. @throws {io/locked} */
export async function patiently<Result>(attempt: () => Result, patience: Patience): Promise<Result> {
  const { busyTimeoutMs, signal } = patience
  const started = performance.now()
  for (;;) {
    signal.throwIfAborted()
    try {
      return attempt()
    } catch (cause) {
      const waitedMs = Math.round(performance.now() - started)
      if (!isBusy(cause) || waitedMs >= busyTimeoutMs) throw sqliteFailure(cause, { ...patience, waitedMs })
      await pause(RETRY_MS, undefined, { signal })
    }
  }
}

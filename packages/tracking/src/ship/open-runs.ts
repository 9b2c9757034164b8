// Which runs have begun and not ended, by the events that went by.

import type { SpoolEvent } from '@throughline/store'
import { isRecord, processOf } from './event-fields.ts'
import type { OpenRun } from './sink.ts'

/**
 * Follows events in any order between writers: the end of a run may come before its beginning. An application is never among
 * them: it rests without a process, and goes on in another one.
 */
export class OpenRuns {
  readonly #open = new Map<string, OpenRun>()
  /** Runs whose end was seen before their beginning. */
  readonly #ended = new Set<string>()

  see({ run, type, atMs, ...rest }: SpoolEvent): void {
    if (run === undefined) return
    const known = this.#open.get(run)
    if (type === 'run.ended') {
      if (!this.#open.delete(run)) this.#ended.add(run)
    } else if (type === 'run.started') {
      if (this.#ended.delete(run) || rest['kind'] === 'application') return
      const process = isRecord(rest['process']) ? processOf(rest['process']) : undefined
      const lastSeenMs = Math.max(atMs, known?.lastSeenMs ?? atMs)
      this.#open.set(run, { run, startedAtMs: known?.startedAtMs ?? atMs, lastSeenMs, ...(process && { process }) })
    } else if (known && atMs > known.lastSeenMs) this.#open.set(run, { ...known, lastSeenMs: atMs })
  }

  list(): readonly OpenRun[] {
    return [...this.#open.values()]
  }
}

// Says of runs that they are alive, from time to time, in a spool file of its own.

import { openSpoolWriter, systemClock, type Clock, type SpoolWriter, type SpoolWriterOptions } from '@throughline/store'
import type { RunBeat } from '../events/event.ts'

/** How often a run says that it is alive, in milliseconds. */
export const beatIntervalMs = 10_000

export interface BeatsOptions extends Omit<SpoolWriterOptions, 'clock'> {
  readonly clock?: Clock
  /** @defaultValue 10 seconds */
  readonly intervalMs?: number
}

const beat: RunBeat = { type: 'run.beat' }

/**
 * The beats of runs. To be used where the loop is never blocked: in a thread of its own, or in a process that watches
 * another. The file is made with the first beat, so that short runs leave none.
 */
export class Beats {
  readonly #options: BeatsOptions
  readonly #clock: Clock
  readonly #runs = new Set<string>()
  #writer: SpoolWriter | undefined
  #cancel: (() => void) | undefined

  constructor(options: BeatsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  begin(run: string): void {
    this.#runs.add(run)
    if (!this.#cancel) this.#schedule()
  }

  end(run: string): void {
    this.#runs.delete(run)
    if (this.#runs.size > 0) return
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** Says of all runs that they are alive, besides what is due. */
  beatNow(): void {
    if (this.#runs.size === 0) return
    this.#writer ??= openSpoolWriter(this.#options)
    for (const run of this.#runs) this.#writer.append(beat, { run, isState: true })
    this.#writer.flush()
  }

  close(): void {
    for (const run of this.#runs) this.end(run)
    this.#writer?.close()
    this.#writer = undefined
  }

  #schedule(): void {
    const { intervalMs = beatIntervalMs } = this.#options
    const call = (): void => {
      this.beatNow()
      this.#schedule()
    }
    this.#cancel = this.#clock.later(intervalMs, call, { holds: false })
  }
}

// Where the events of a run go: into the record, or into memory until it is known whether they are worth it.

import { STATES, type EventBody, type RunEnded, type RunStarted } from '../events/event.ts'
import type { Recorder } from '../recorder/index.ts'

export interface RunOutput {
  begin(run: string, started: RunStarted): void
  record(run: string, body: EventBody): void
  end(run: string, ended: RunEnded): void
}

export function recordedOutput(recorder: () => Recorder): RunOutput {
  return {
    begin: (run, started) => recorder().beginRun(run, started),
    record: (run, body) => recorder().record(run, body),
    end: (run, ended) => void recorder().endRun(run, ended),
  }
}

/** Of one run that is held back, with the runs that it starts; states are held whatever their number. */
const MOST_HELD = 1_000

/** Holds the events of a run until it is known how it ended. */
export class HeldOutput implements RunOutput {
  readonly #output: RunOutput
  #held: (() => void)[] | undefined = []
  #isForgotten = false

  constructor(output: RunOutput) {
    this.#output = output
  }

  begin(run: string, started: RunStarted): void {
    this.#hold(() => this.#output.begin(run, started))
  }

  record(run: string, body: EventBody): void {
    if (this.#held && this.#held.length >= MOST_HELD && !STATES.has(body.type)) return
    this.#hold(() => this.#output.record(run, body))
  }

  end(run: string, ended: RunEnded): void {
    this.#hold(() => this.#output.end(run, ended))
  }

  /** Records what was held, and from now on what comes. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    // The run around it is worth it, too.
    if (this.#output instanceof HeldOutput) this.#output.release()
    for (const record of held) record()
  }

  /** What was held, and what comes, is not recorded. */
  forget(): void {
    this.#held = undefined
    this.#isForgotten = true
  }

  #hold(record: () => void): void {
    if (this.#isForgotten) return
    if (this.#held) this.#held.push(record)
    else record()
  }
}

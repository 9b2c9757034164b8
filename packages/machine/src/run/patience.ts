// Waiting for the reader of a run, as long as the run may wait.

import { onAbort } from 'throughline/insides'
import type { Listener } from './application-run.ts'
import type { AnyEvent } from './events.ts'

/** A reader takes events at his pace until the run is stopped, or somebody waits for it; then they pile up for him. */
export class Patience {
  readonly #listener: Listener
  readonly #waiting = new Set<() => void>()
  #isOver = false

  constructor(listener: Listener, signal: AbortSignal) {
    this.#listener = listener
    onAbort(signal, () => this.end())
  }

  tell(event: AnyEvent): void | Promise<void> {
    const taken = this.#listener(event)
    if (!taken || this.#isOver) return
    return new Promise((resolve) => {
      this.#waiting.add(resolve)
      void taken.then(() => {
        this.#waiting.delete(resolve)
        resolve()
      })
    })
  }

  end(): void {
    this.#isOver = true
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

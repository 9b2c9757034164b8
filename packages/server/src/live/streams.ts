// The streams that are open: counted, and ended when the server stops.

import type { Clock } from '@throughline/store'
import { refuse } from '../answers/problem-answer.ts'
import { eventStream, type SentMessage } from './event-stream.ts'

/** Each is a connection. */
const mostStreams = 256

export class Streams {
  readonly #clock: Clock
  readonly #onFailure: (error: unknown) => void
  readonly #open = new Set<AbortController>()
  #isClosing = false

  constructor(clock: Clock, onFailure: (error: unknown) => void) {
    this.#clock = clock
    this.#onFailure = onFailure
  }

  get size(): number {
    return this.#open.size
  }

  /** @param tell is told when to stop, and then ends */
  open(tell: (signal: AbortSignal) => AsyncIterator<SentMessage, undefined>): Response {
    if (this.#isClosing) refuse('server/closing', {})
    if (this.#open.size >= mostStreams) refuse('server/too-many-streams', { most: mostStreams })
    const stop = new AbortController()
    this.#open.add(stop)
    return eventStream({
      messages: tell(stop.signal),
      clock: this.#clock,
      onFailure: this.#onFailure,
      onEnd: () => {
        this.#open.delete(stop)
        stop.abort()
      },
    })
  }

  close(): void {
    this.#isClosing = true
    for (const stop of this.#open) stop.abort()
  }
}

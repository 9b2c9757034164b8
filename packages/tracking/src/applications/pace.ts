// How often the record is told while applications go on: telling takes at most a tenth of the time.

/** What was not used is saved up, so that a few steps in a row are all told at once. */
const MOST_SAVED_MS = 50
/** For each millisecond of telling, so many without it. */
const REST = 9

export class Pace {
  #savedMs = MOST_SAVED_MS
  #atMs: number | undefined

  /** @param nowMs of a clock that goes on steadily */
  allows(nowMs: number): boolean {
    this.#save(nowMs)
    return this.#savedMs > 0
  }

  /** Telling took so long, and is done now. */
  spend(tookMs: number, nowMs: number): void {
    this.#save(nowMs - tookMs)
    this.#savedMs -= tookMs
    this.#atMs = nowMs
  }

  /** In how many milliseconds it is allowed again. */
  restMs(): number {
    return Math.max(0, -this.#savedMs * REST)
  }

  #save(nowMs: number): void {
    const passedMs = nowMs - (this.#atMs ?? nowMs)
    if (passedMs > 0) this.#savedMs = Math.min(MOST_SAVED_MS, this.#savedMs + passedMs / REST)
    this.#atMs = Math.max(nowMs, this.#atMs ?? nowMs)
  }
}

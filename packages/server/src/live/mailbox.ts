// What has come since somebody last looked, merged into one; waits when there is nothing.

export class Mailbox<Content> {
  readonly #signal: AbortSignal
  #content: Content | undefined
  #wake: (() => void) | undefined

  /** @param signal ends the waiting */
  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  /** @param merge of what is there, when something is, and what comes */
  put(merge: (before: Content | undefined) => Content): void {
    this.#content = merge(this.#content)
    this.#wake?.()
  }

  /** @returns undefined when the signal says so first */
  async take(): Promise<Content | undefined> {
    while (this.#content === undefined && !this.#signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#wake = undefined
    }
    const content = this.#signal.aborted ? undefined : this.#content
    this.#content = undefined
    return content
  }
}

// What has come since somebody last looked, merged into one; waits when there is nothing.

export class Mailbox<Content> {
  #content: Content | undefined
  #wake: (() => void) | undefined

  /** @param merge of what is there, when something is, and what comes */
  put(merge: (before: Content | undefined) => Content): void {
    this.#content = merge(this.#content)
    this.#wake?.()
  }

  /** @returns undefined when the signal says so first */
  async take(signal: AbortSignal): Promise<Content | undefined> {
    while (this.#content === undefined && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      this.#wake = undefined
    }
    const content = signal.aborted ? undefined : this.#content
    this.#content = undefined
    return content
  }
}

// What is left to do when a run has ended: closing what its steps have opened.

export interface EndTask {
  readonly node: string
  readonly task: () => unknown
}

export class EndTasks {
  readonly #tasks: EndTask[] = []

  get isEmpty(): boolean {
    return this.#tasks.length === 0
  }

  add(node: string, task: () => unknown): void {
    this.#tasks.push({ node, task })
  }

  /** Does them one after the other, the latest first; one that fails does not keep the others from being done. */
  async perform(failed: (node: string, cause: unknown) => void): Promise<void> {
    for (let last: EndTask | undefined; (last = this.#tasks.pop());) {
      try {
        await last.task()
      } catch (cause) {
        failed(last.node, cause)
      }
    }
  }
}

// One at a time, in the order of asking.

export class Mutex {
  #last: Promise<unknown> | undefined

  get isTaken(): boolean {
    return this.#last !== undefined
  }

  /** Calls the work when everybody before is done. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    const before = this.#last
    const mine = before ? before.then(work, work) : work()
    this.#last = mine
    try {
      return await mine
    } finally {
      if (this.#last === mine) this.#last = undefined
    }
  }
}

// The steps that can start, the earliest of the plan first: a branch is finished before the next is begun, so values
// live no longer than they have to.

/** A binary heap of step indices. */
export class ReadyQueue {
  readonly #heap: number[] = []

  get size(): number {
    return this.#heap.length
  }

  /** @complexity O(1) for the latest of all, O(log size) otherwise */
  push(step: number): void {
    const heap = this.#heap
    let at = heap.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (heap[parent]! <= step) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = step
  }

  /** Takes the earliest out; the queue must not be empty. @complexity O(log size) */
  take(): number {
    const heap = this.#heap
    const first = heap[0]!
    const last = heap.pop()!
    const { length } = heap
    if (length === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= length) break
      if (child + 1 < length && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= last) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }
}

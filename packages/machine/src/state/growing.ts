// A list that grows at its end: steps that add to it share one array, and whoever reads it gets a copy of his part.

/** A list of the state after appends. It never changes; the array behind it grows. */
export class Growing {
  readonly #all: unknown[]
  readonly length: number
  #shown: readonly unknown[] | undefined

  private constructor(all: unknown[], length: number) {
    this.#all = all
    this.length = length
  }

  static of(list: readonly unknown[], items: readonly unknown[]): Growing {
    return new Growing([...list, ...items], list.length + items.length)
  }

  /** Costs as much as the items, unless somebody else has added to the same list: then it is copied. */
  with(items: readonly unknown[]): Growing {
    if (this.#all.length !== this.length) return Growing.of(this.list, items)
    for (const item of items) this.#all.push(item)
    return new Growing(this.#all, this.length + items.length)
  }

  /** As an array, the same one each time. */
  get list(): readonly unknown[] {
    return (this.#shown ??= Object.freeze(this.#all.slice(0, this.length)))
  }
}

export function plainValue(value: unknown): unknown {
  return value instanceof Growing ? value.list : value
}

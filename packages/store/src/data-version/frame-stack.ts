// The objects that contain the place which a walk has reached, on the heap: no depth of a value overflows it.

/** The step to a child, as code. */
export type Label = (index: number, keys: readonly PropertyKey[]) => string

interface Frame {
  source: object
  children: ArrayLike<unknown>
  index: number
  label: Label
  keys: readonly PropertyKey[]
}

const NOTHING: Frame = { source: {}, children: [], index: 0, label: () => '', keys: [] }

/** So many are compared one by one; more are looked up. */
const FEW = 16

export class FrameStack {
  /** Frames are used again. */
  readonly #frames: Frame[] = []
  readonly #deep = new Map<object, number>()
  #top: Frame = NOTHING
  depth = 0

  clear(): void {
    this.#frames.length = 0
    this.#deep.clear()
    this.#top = NOTHING
    this.depth = 0
  }

  push(source: object, children: ArrayLike<unknown>, label: Label, keys: readonly PropertyKey[]): void {
    if (this.depth >= FEW) this.#deep.set(source, this.depth)
    const spare = this.#frames[this.depth]
    if (spare) {
      spare.source = source
      spare.children = children
      spare.index = 0
      spare.label = label
      spare.keys = keys
      this.#top = spare
    } else this.#frames.push((this.#top = { source, children, index: 0, label, keys }))
    this.depth++
  }

  pop(): void {
    this.depth--
    if (this.depth >= FEW) this.#deep.delete(this.#top.source)
    this.#top = this.depth === 0 ? NOTHING : this.#frames[this.depth - 1]!
  }

  hasNext(): boolean {
    return this.#top.index < this.#top.children.length
  }

  next(): unknown {
    return this.#top.children[this.#top.index++]
  }

  /** How many levels above the place the object is open: 1 for the one that the place is in; 0 for one that is not open. */
  levelsUpTo(object: object): number {
    for (let level = Math.min(this.depth, FEW) - 1; level >= 0; level--) {
      if (this.#frames[level]!.source === object) return this.depth - level
    }
    const level = this.depth > FEW ? this.#deep.get(object) : undefined
    return level === undefined ? 0 : this.depth - level
  }

  /** To the child that was taken last. */
  path(): string {
    const open = this.#frames.slice(0, this.depth).filter(({ index }) => index > 0)
    return open.map(({ label, index, keys }) => label(index - 1, keys)).join('')
  }
}

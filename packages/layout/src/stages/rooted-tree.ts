// A tree over numbered nodes whose subtrees can be cut off and hung up elsewhere.

export class RootedTree {
  /** -1 at the root, as are all the others where there is none. */
  readonly parent: Int32Array
  /** The edge to the parent. */
  readonly edge: Int32Array
  readonly #depth: Int32Array
  readonly #firstChild: Int32Array
  readonly #next: Int32Array
  readonly #before: Int32Array

  constructor(count: number) {
    const none = (): Int32Array => new Int32Array(count).fill(-1)
    this.parent = none()
    this.edge = none()
    this.#depth = new Int32Array(count)
    this.#firstChild = none()
    this.#next = none()
    this.#before = none()
  }

  /** Puts a node below another; what is below it comes along, with wrong depths until `settle`. */
  hang(node: number, parent: number, edge: number): void {
    const first = this.#firstChild[parent]!
    this.parent[node] = parent
    this.edge[node] = edge
    this.#depth[node] = this.#depth[parent]! + 1
    this.#next[node] = first
    this.#before[node] = -1
    if (first >= 0) this.#before[first] = node
    this.#firstChild[parent] = node
  }

  #cut(node: number): void {
    const [before, next] = [this.#before[node]!, this.#next[node]!]
    if (before >= 0) this.#next[before] = next
    else this.#firstChild[this.parent[node]!] = next
    if (next >= 0) this.#before[next] = before
  }

  /** Writes a node and all that is below it to `into`, each after its parent. @returns how many they are */
  collect(top: number, into: Int32Array): number {
    let size = 1
    into[0] = top
    for (let at = 0; at < size; at++)
      for (let child = this.#firstChild[into[at]!]!; child >= 0; child = this.#next[child]!) into[size++] = child
    return size
  }

  /**
   * Cuts off the subtree of `top`, and hangs it up by `node`, which is in it, below `parent`.
   *
   * @param scratch room for the whole subtree
   */
  rehang(top: number, node: number, parent: number, edge: number, scratch: Int32Array): void {
    let [one, above, by] = [node, parent, edge]
    for (;;) {
      const [oldParent, oldEdge] = [this.parent[one]!, this.edge[one]!]
      this.#cut(one)
      this.hang(one, above, by)
      if (one === top) break
      ;[one, above, by] = [oldParent, one, oldEdge]
    }
    const size = this.collect(node, scratch)
    for (let at = 1; at < size; at++) {
      const below = scratch[at]!
      this.#depth[below] = this.#depth[this.parent[below]!]! + 1
    }
  }

  /** Goes up from two nodes to where their ways meet, and names the nodes on both ways. */
  meet(left: number, right: number, visitLeft: (node: number) => void, visitRight: (node: number) => void): void {
    let [a, b] = [left, right]
    while (a !== b) {
      if (this.#depth[a]! >= this.#depth[b]!) {
        visitLeft(a)
        a = this.parent[a]!
      } else {
        visitRight(b)
        b = this.parent[b]!
      }
    }
  }
}

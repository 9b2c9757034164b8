// Neighbours of all nodes in two flat arrays, which is what makes large graphs fast.

export interface Links {
  /** Where the neighbours of a node begin in `ends`; one more than there are nodes. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The edge that leads to each of `ends`. */
  readonly via: Int32Array
}

/** From each of `tails` to the end of the same edge in `heads`; neighbours in the order of the edges. */
export function linksOf(count: number, tails: Int32Array, heads: Int32Array): Links {
  const starts = new Int32Array(count + 1)
  for (const tail of tails) starts[tail + 1]!++
  for (let node = 0; node < count; node++) starts[node + 1]! += starts[node]!
  const next = starts.slice(0, count)
  const ends = new Int32Array(tails.length)
  const via = new Int32Array(tails.length)
  for (let edge = 0; edge < tails.length; edge++) {
    const at = next[tails[edge]!]!++
    ends[at] = heads[edge]!
    via[at] = edge
  }
  return { starts, ends, via }
}

/** The number of neighbours. */
export function degree({ starts }: Links, node: number): number {
  return starts[node + 1]! - starts[node]!
}

// Whole numbers for nodes, so that edges are as short as they may be together: the network simplex method.
//
// Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993, section 2.

import { linksOf, type Links } from './links.ts'

export interface RankProblem {
  /** Of nodes, which edges connect. */
  readonly count: number
  readonly tails: Int32Array
  readonly heads: Int32Array
  /** How much the head is at least beyond the tail. */
  readonly lengths: Int32Array
  readonly weights: Int32Array
}

/** How many edges with a negative cut value are looked at before the worst of them leaves the tree. */
const LOOKED_AT = 30

/**
 * Least sum of weight times length over all edges.
 *
 * @param ranks a start in which no edge is shorter than its least length; it is changed
 * @param mostPivots where it ends with what it has
 */
export function shortenEdges(problem: RankProblem, ranks: Int32Array, mostPivots: number): void {
  if (problem.count < 2) return
  const tree = new SpanningTree(problem, ranks)
  let from = 0
  for (let pivot = 0; pivot < mostPivots; pivot++) {
    const leaving = tree.worstEdge(from)
    if (leaving === undefined) return
    tree.exchange(leaving)
    from = leaving + 1
  }
}

/** A tree of edges that are as short as they may be, rooted at node 0. */
class SpanningTree {
  readonly #problem: RankProblem
  readonly #ranks: Int32Array
  readonly #out: Links
  readonly #in: Links
  /** Edges of the tree, in any order, and where each stands; -1 for others. */
  readonly #treeEdges: Int32Array
  readonly #place: Int32Array
  readonly #cut: Int32Array
  /** Numbers in postorder: a subtree is the nodes from `low` to `lim` of its root. */
  readonly #low: Int32Array
  readonly #lim: Int32Array
  readonly #byLim: Int32Array
  /** The edge to the parent; -1 at the root. */
  readonly #parent: Int32Array

  constructor(problem: RankProblem, ranks: Int32Array) {
    const { count, tails, heads } = problem
    this.#problem = problem
    this.#ranks = ranks
    this.#out = linksOf(count, tails, heads)
    this.#in = linksOf(count, heads, tails)
    this.#treeEdges = new Int32Array(count - 1)
    this.#place = new Int32Array(tails.length).fill(-1)
    this.#cut = new Int32Array(tails.length)
    this.#low = new Int32Array(count)
    this.#lim = new Int32Array(count)
    this.#byLim = new Int32Array(count)
    this.#parent = new Int32Array(count).fill(-1)
    this.#grow()
    this.#number(0, -1, 0)
    this.#computeCuts()
  }

  /** The place of the edge of the tree with the least cut value, among the first negative ones. */
  worstEdge(from: number): number | undefined {
    const edges = this.#treeEdges
    let worst: number | undefined
    let seen = 0
    for (let step = 0; step < edges.length && seen < LOOKED_AT; step++) {
      const place = (from + step) % edges.length
      const cut = this.#cut[edges[place]!]!
      if (cut >= 0) continue
      seen++
      if (worst === undefined || cut < this.#cut[edges[worst]!]!) worst = place
    }
    return worst
  }

  /** Takes an edge out of the tree, and puts in the one that connects its halves best. */
  exchange(place: number): void {
    const { tails, heads } = this.#problem
    const leaving = this.#treeEdges[place]!
    const tail = tails[leaving]!
    const top = this.#parent[tail] === leaving ? tail : heads[leaving]!
    const tailIsInside = top === tail
    const entering = this.#bestAcross(top, tailIsInside)
    const shift = tailIsInside ? -this.#slack(entering) : this.#slack(entering)
    if (shift !== 0)
      for (let lim = this.#low[top]!; lim <= this.#lim[top]!; lim++) this.#ranks[this.#byLim[lim]!]! += shift

    const cut = this.#cut[leaving]!
    const meeting = this.#climb(tails[entering]!, heads[entering]!, cut, true)
    this.#climb(heads[entering]!, tails[entering]!, cut, false)
    this.#cut[entering] = -cut
    this.#cut[leaving] = 0
    this.#place[leaving] = -1
    this.#treeEdges[place] = entering
    this.#place[entering] = place
    this.#number(meeting, this.#parent[meeting]!, this.#low[meeting]!)
  }

  #slack(edge: number): number {
    const { tails, heads, lengths } = this.#problem
    return this.#ranks[heads[edge]!]! - this.#ranks[tails[edge]!]! - lengths[edge]!
  }

  /** The shortest edge that leads into the subtree (its tail is inside: the leaving edge leads out), or out of it. */
  #bestAcross(top: number, into: boolean): number {
    const { starts, ends, via } = into ? this.#in : this.#out
    const [low, high] = [this.#low[top]!, this.#lim[top]!]
    let best = -1
    let least = Infinity
    for (let lim = low; lim <= high; lim++) {
      const node = this.#byLim[lim]!
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        const other = this.#lim[ends[at]!]!
        if (other >= low && other <= high) continue
        const slack = this.#slack(via[at]!)
        if (slack < least) [best, least] = [via[at]!, slack]
      }
    }
    return best
  }

  /** Corrects the cut values from a node to where its way meets that of the other. @returns where */
  #climb(node: number, other: number, cut: number, forwards: boolean): number {
    let at = node
    while (!(this.#low[at]! <= this.#lim[other]! && this.#lim[other]! <= this.#lim[at]!)) {
      const edge = this.#parent[at]!
      const isTail = this.#problem.tails[edge] === at
      this.#cut[edge]! += isTail === forwards ? cut : -cut
      at = isTail ? this.#problem.heads[edge]! : this.#problem.tails[edge]!
    }
    return at
  }

  /** Adds the nearest node again and again, and moves what is connected so that the edge to it becomes tight. */
  #grow(): void {
    const { count, tails, heads } = this.#problem
    const isIn = new Uint8Array(count)
    const members = [0]
    isIn[0] = 1
    let size = 0
    const visit = (node: number, { starts, ends, via }: Links): void => {
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        const edge = via[at]!
        if (isIn[ends[at]!] || this.#slack(edge) !== 0) continue
        isIn[ends[at]!] = 1
        members.push(ends[at]!)
        this.#place[edge] = size
        this.#treeEdges[size++] = edge
      }
    }
    let visited = 0
    for (;;) {
      for (; visited < members.length; visited++) {
        visit(members[visited]!, this.#out)
        visit(members[visited]!, this.#in)
      }
      if (members.length === count) return
      let best = -1
      for (let edge = 0; edge < tails.length; edge++) {
        if (isIn[tails[edge]!] === isIn[heads[edge]!]) continue
        if (best < 0 || this.#slack(edge) < this.#slack(best)) best = edge
      }
      const slack = this.#slack(best)
      const shift = isIn[tails[best]!] ? slack : -slack
      for (const member of members) this.#ranks[member]! += shift
      // The moved end looks again at its neighbours.
      const joint = isIn[tails[best]!] ? tails[best]! : heads[best]!
      visit(joint, this.#out)
      visit(joint, this.#in)
      visited = Math.min(visited, members.length - 1)
    }
  }

  /** Numbers a subtree in postorder, beginning with `low`. */
  #number(top: number, parent: number, low: number): void {
    const [out, into] = [this.#out, this.#in]
    const path = [top]
    const cursors = [0]
    let next = low
    this.#parent[top] = parent
    this.#low[top] = next
    while (path.length > 0) {
      const node = path.at(-1)!
      const outs = out.starts[node + 1]! - out.starts[node]!
      const all = outs + into.starts[node + 1]! - into.starts[node]!
      let cursor = cursors.at(-1)!
      let child = -1
      for (; cursor < all && child < 0; cursor++) {
        const links = cursor < outs ? out : into
        const at = cursor < outs ? out.starts[node]! + cursor : into.starts[node]! + cursor - outs
        const edge = links.via[at]!
        if (this.#place[edge]! < 0 || edge === this.#parent[node]) continue
        child = links.ends[at]!
        this.#parent[child] = edge
      }
      cursors[cursors.length - 1] = cursor
      if (child >= 0) {
        this.#low[child] = next
        path.push(child)
        cursors.push(0)
        continue
      }
      this.#lim[node] = next
      this.#byLim[next++] = node
      path.pop()
      cursors.pop()
    }
  }

  /** From the leaves to the root: a cut value follows from those below it. */
  #computeCuts(): void {
    const { tails, heads, weights, count } = this.#problem
    for (let lim = 0; lim < count - 1; lim++) {
      const node = this.#byLim[lim]!
      const edge = this.#parent[node]!
      const isTail = tails[edge] === node
      let cut = weights[edge]!
      const add = (other: number): void => {
        if (other === edge) return
        const isAlong = (tails[other] === node) === isTail
        const value = weights[other]! - (this.#place[other]! >= 0 ? this.#cut[other]! : 0)
        cut += isAlong ? value : -value
      }
      for (let at = this.#out.starts[node]!; at < this.#out.starts[node + 1]!; at++) add(this.#out.via[at]!)
      for (let at = this.#in.starts[node]!; at < this.#in.starts[node + 1]!; at++) add(this.#in.via[at]!)
      this.#cut[edge] = cut
      void heads
    }
  }
}

// Whole numbers for nodes, so that edges are as short as they may be together: the network simplex method.
//
// Source: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993, section 2.

import { linksOf, type Links } from './links.ts'
import { RootedTree } from './rooted-tree.ts'

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
 * @param budget how many nodes may be moved, counted each time, before it ends with what it has
 */
export function shortenEdges(problem: RankProblem, ranks: Int32Array, budget: number): void {
  if (problem.count < 2) return
  const tree = new TightTree(problem, ranks)
  let from = 0
  let spent = 0
  while (spent < budget) {
    const leaving = tree.worstEdge(from)
    if (leaving === undefined) return
    spent += tree.exchange(leaving)
    from = leaving + 1
  }
}

/** A tree of edges that are as short as they may be, rooted at node 0. */
class TightTree {
  readonly #problem: RankProblem
  readonly #ranks: Int32Array
  readonly #out: Links
  readonly #in: Links
  readonly #tree: RootedTree
  /** Edges of the tree, in any order. */
  readonly #edges: Int32Array
  /** What a longer edge of the tree would gain, by edge: the weights that lead along it, less those that lead back. */
  readonly #cuts: Int32Array
  /** A subtree, and the mark of its nodes. */
  readonly #inside: Int32Array
  readonly #marks: Int32Array
  #mark = 0

  constructor(problem: RankProblem, ranks: Int32Array) {
    const { count, tails, heads } = problem
    this.#problem = problem
    this.#ranks = ranks
    this.#out = linksOf(count, tails, heads)
    this.#in = linksOf(count, heads, tails)
    this.#tree = new RootedTree(count)
    this.#edges = new Int32Array(count - 1)
    this.#cuts = new Int32Array(tails.length)
    this.#inside = new Int32Array(count)
    this.#marks = new Int32Array(count)
    this.#grow()
    this.#computeCuts()
  }

  /** The place of the edge of the tree with the least cut value, among the first negative ones. */
  worstEdge(from: number): number | undefined {
    const edges = this.#edges
    let worst: number | undefined
    let seen = 0
    for (let step = 0; step < edges.length && seen < LOOKED_AT; step++) {
      const place = (from + step) % edges.length
      const cut = this.#cuts[edges[place]!]!
      if (cut >= 0) continue
      seen++
      if (worst === undefined || cut < this.#cuts[edges[worst]!]!) worst = place
    }
    return worst
  }

  /** Takes an edge out of the tree, and puts in the one that connects its halves best. @returns how many nodes moved */
  exchange(place: number): number {
    const { tails, heads } = this.#problem
    const tree = this.#tree
    const leaving = this.#edges[place]!
    const tailIsInside = tree.edge[tails[leaving]!] === leaving
    const top = tailIsInside ? tails[leaving]! : heads[leaving]!
    const size = tree.collect(top, this.#inside)
    this.#mark++
    for (let at = 0; at < size; at++) this.#marks[this.#inside[at]!] = this.#mark

    const entering = this.#bestAcross(size, tailIsInside)
    const slack = this.#slack(entering)
    if (slack > 0) for (let at = 0; at < size; at++) this.#ranks[this.#inside[at]!]! += tailIsInside ? -slack : slack

    const cut = this.#cuts[leaving]!
    const [tail, head] = [tails[entering]!, heads[entering]!]
    const correct = (node: number, forwards: boolean): void => {
      const edge = tree.edge[node]!
      this.#cuts[edge]! += (tails[edge] === node) === forwards ? cut : -cut
    }
    tree.meet(
      tail,
      head,
      (node) => correct(node, true),
      (node) => correct(node, false),
    )
    this.#cuts[entering] = -cut
    this.#cuts[leaving] = 0
    this.#edges[place] = entering
    const [node, parent] = tailIsInside ? [head, tail] : [tail, head]
    tree.rehang(top, node, parent, entering, this.#inside)
    return size
  }

  #slack(edge: number): number {
    const { tails, heads, lengths } = this.#problem
    return this.#ranks[heads[edge]!]! - this.#ranks[tails[edge]!]! - lengths[edge]!
  }

  /** The tightest edge that leads into the marked nodes, or out of them. */
  #bestAcross(size: number, into: boolean): number {
    const { starts, ends, via } = into ? this.#in : this.#out
    let best = -1
    let least = Infinity
    for (let one = 0; one < size && least > 0; one++) {
      const node = this.#inside[one]!
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        if (this.#marks[ends[at]!] === this.#mark) continue
        const slack = this.#slack(via[at]!)
        if (slack < least) [best, least] = [via[at]!, slack]
      }
    }
    return best
  }

  /** Adds the nearest node again and again, and moves what is connected so that the edge to it becomes tight. */
  #grow(): void {
    const { count, tails, heads } = this.#problem
    const isIn = new Uint8Array(count)
    const members = [0]
    isIn[0] = 1
    const visit = (node: number, { starts, ends, via }: Links): void => {
      for (let at = starts[node]!; at < starts[node + 1]!; at++) {
        const other = ends[at]!
        if (isIn[other] || this.#slack(via[at]!) !== 0) continue
        isIn[other] = 1
        this.#tree.hang(other, node, via[at]!)
        this.#edges[members.length - 1] = via[at]!
        members.push(other)
      }
    }
    for (let visited = 0; ;) {
      for (; visited < members.length; visited++) {
        visit(members[visited]!, this.#out)
        visit(members[visited]!, this.#in)
      }
      if (members.length === count) return
      let best = -1
      let least = Infinity
      for (let edge = 0; edge < tails.length && least > 0; edge++) {
        if (isIn[tails[edge]!] === isIn[heads[edge]!]) continue
        const slack = this.#slack(edge)
        if (slack < least) [best, least] = [edge, slack]
      }
      const tailIsIn = isIn[tails[best]!] === 1
      for (const member of members) this.#ranks[member]! += tailIsIn ? least : -least
      visit(tailIsIn ? tails[best]! : heads[best]!, tailIsIn ? this.#out : this.#in)
    }
  }

  /** From the leaves to the root: a cut value follows from those below it. */
  #computeCuts(): void {
    const { tails, weights, count } = this.#problem
    const tree = this.#tree
    tree.collect(0, this.#inside)
    for (let one = count - 1; one > 0; one--) {
      const node = this.#inside[one]!
      const edge = tree.edge[node]!
      const isTail = tails[edge] === node
      let cut = weights[edge]!
      for (const { starts, ends, via } of [this.#out, this.#in]) {
        for (let at = starts[node]!; at < starts[node + 1]!; at++) {
          const other = via[at]!
          if (other === edge) continue
          const isBelow = tree.edge[ends[at]!] === other
          const value = weights[other]! - (isBelow ? this.#cuts[other]! : 0)
          cut += (tails[other] === node) === isTail ? value : -value
        }
      }
      this.#cuts[edge] = cut
    }
  }
}

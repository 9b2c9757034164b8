// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashReachable, type Edge, type HashedNode } from './hash-graph.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 300)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)

interface Node extends HashedNode {
  edges: Edge<Node>[]
}

interface Shape {
  readonly own: string
  readonly edges: readonly { readonly key: string; readonly to: readonly number[] }[]
}

const shapes = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.array(
    fc.record({
      own: fc.constantFrom('a', 'b'),
      edges: fc.uniqueArray(
        fc.record({
          key: fc.constantFrom('x', 'y'),
          to: fc.array(fc.nat(size - 1), { minLength: 1, maxLength: 2 }),
        }),
        { selector: ({ key }) => key, maxLength: 2 },
      ),
    }),
    { minLength: size, maxLength: size },
  ),
)

function build(graph: readonly Shape[]): Node[] {
  const nodes = graph.map(({ own }): Node => ({ own, hash: undefined, edges: [] }))
  graph.forEach(({ edges }, index) => {
    nodes[index]!.edges = edges.map(({ key, to }) => ({ key, to: to.map((target) => nodes[target]!) }))
  })
  return nodes
}

function hashes(nodes: readonly Node[], order: readonly Node[] = nodes): (string | undefined)[] {
  for (const node of order) hashReachable(node, ({ edges }) => edges)
  return nodes.map(({ hash }) => hash)
}

/** Which nodes unfold alike, by comparing as deep as there are nodes. */
function classes(graph: readonly Shape[]): string[] {
  let names = graph.map(({ own }) => own)
  for (const _ of graph) {
    const before = names
    const described = graph.map(({ own, edges }) =>
      JSON.stringify([
        own,
        [...edges].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, to }) => [key, to.map((one) => before[one])]),
      ]),
    )
    // Long names are numbered, so that they stay short.
    const numbers = new Map([...new Set(described)].sort().map((name, index) => [name, String(index)]))
    names = described.map((name) => numbers.get(name)!)
  }
  return names
}

test('two nodes have one hash only when they unfold alike', () => {
  let pairs = 0
  const property = fc.property(shapes, (graph) => {
    const found = hashes(build(graph))
    const expected = classes(graph)
    for (const [a] of graph.entries()) {
      for (let b = 0; b < a; b++) {
        if (found[a] !== found[b]) continue
        expect(expected[a]).toBe(expected[b])
        pairs++
      }
    }
  })
  fc.assert(property, { numRuns, seed })
  expect(pairs).toBeGreaterThan(numRuns)
})

test('the order in which nodes are asked for, and in which their edges stand, means nothing', () => {
  let cases = 0
  const property = fc.property(shapes, fc.func(fc.integer()), (graph, rank) => {
    const nodes = build(graph)
    const others = build(graph)
    for (const node of others) node.edges.reverse()
    const order = [...others].sort((a, b) => rank(others.indexOf(a)) - rank(others.indexOf(b)))
    expect(hashes(others, order)).toEqual(hashes(nodes))
    cases++
  })
  fc.assert(property, { numRuns, seed })
  expect(cases).toBe(numRuns)
})

test('a change of one node changes exactly those that reach it', () => {
  let kept = 0
  const property = fc.property(shapes, fc.nat(), (graph, pick) => {
    const changed = pick % graph.length
    const before = hashes(build(graph))
    const after = hashes(build(graph.map((shape, index) => (index === changed ? { ...shape, own: 'other' } : shape))))
    for (const [index] of graph.entries()) {
      const isReaching = reaches(graph, index, changed)
      expect(before[index] !== after[index]).toBe(isReaching)
      if (!isReaching) kept++
    }
  })
  fc.assert(property, { numRuns, seed })
  expect(kept).toBeGreaterThan(numRuns / 2)
})

function reaches(graph: readonly Shape[], from: number, to: number): boolean {
  const seen = new Set([from])
  for (const one of seen) for (const edge of graph[one]!.edges) for (const target of edge.to) seen.add(target)
  return seen.has(to)
}

test('long chains and large cycles need no recursion', () => {
  const chain = build(
    Array.from({ length: 100_000 }, (_, at) => ({ own: 'a', edges: at === 0 ? [] : [{ key: 'x', to: [at - 1] }] })),
  )
  hashReachable(chain.at(-1)!, ({ edges }) => edges)
  expect(new Set(chain.map(({ hash }) => hash)).size).toBe(100_000)
  const cycle = build(
    Array.from({ length: 20_000 }, (_, at) => ({ own: String(at), edges: [{ key: 'x', to: [(at + 1) % 20_000] }] })),
  )
  hashReachable(cycle[0]!, ({ edges }) => edges)
  expect(new Set(cycle.map(({ hash }) => hash)).size).toBe(20_000)
})

test('a node that has a hash is not looked into', () => {
  const [node] = build([{ own: 'a', edges: [{ key: 'x', to: [0] }] }])
  node!.hash = 'known'
  hashReachable(node!, () => {
    throw new Error('looked into')
  })
  expect(node!.hash).toBe('known')
})

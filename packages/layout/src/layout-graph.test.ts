import { describe, expect, it } from 'vitest'
import { layoutGraph, type GraphEdge, type GraphLayout, type LayoutInput } from './index.ts'

/** `a>b b>c d`: edges, and nodes without them. */
function graph(text: string, size = { width: 80, height: 30 }): LayoutInput {
  const words = text.split(' ').filter(Boolean)
  const ids = [...new Set(words.flatMap((word) => word.split('>')))]
  const edges = words
    .filter((word) => word.includes('>'))
    .map((word): GraphEdge => {
      const [from, to] = word.split('>') as [string, string]
      return { from, to }
    })
  return { nodes: ids.map((id) => ({ id, ...size })), edges }
}

const layersOf = ({ nodes }: GraphLayout): Record<string, number> =>
  Object.fromEntries(nodes.map(({ id, layer }) => [id, layer]))
const nodeOf = ({ nodes }: GraphLayout, id: string) => nodes.find((node) => node.id === id)!
const middleOf = (layout: GraphLayout, id: string): number => nodeOf(layout, id).x + nodeOf(layout, id).width / 2

describe('layers', () => {
  it('make edges short together, not only those near the top', () => {
    expect(layersOf(layoutGraph(graph('a>b b>c c>d x>d')))).toEqual({ a: 0, b: 1, c: 2, d: 3, x: 2 })
    expect(layersOf(layoutGraph(graph('a>b b>c c>d a>x x>y x>z x>d')))).toMatchObject({ x: 1, y: 2, z: 2, d: 3 })
  })

  it('turn those edges of a cycle that come back, from where nothing leads to', () => {
    expect(layersOf(layoutGraph(graph('start>ask ask>answer answer>ask answer>end')))).toEqual({
      start: 0,
      ask: 1,
      answer: 2,
      end: 3,
    })
  })

  it('are one for a node with nothing but a loop', () => {
    expect(layersOf(layoutGraph(graph('a>a')))).toEqual({ a: 0 })
  })

  it('leave one free for a label', () => {
    const { nodes } = graph('a b')
    const edges = [{ from: 'a', to: 'b', label: { width: 60, height: 16 } }]
    const layout = layoutGraph({ nodes, edges })
    expect(layersOf(layout)).toEqual({ a: 0, b: 2 })
    const { labelAt } = layout.edges[0]!
    expect(labelAt!.y - 8).toBeGreaterThanOrEqual(nodeOf(layout, 'a').y + 30)
    expect(labelAt!.y + 8).toBeLessThanOrEqual(nodeOf(layout, 'b').y)
  })
})

describe('lines', () => {
  it('are straight where they can be, for long edges too', () => {
    const layout = layoutGraph(graph('a>b b>c c>d a>d'))
    expect(layout.crossings).toBe(0)
    expect(new Set(layout.edges[3]!.points.map(({ x }) => x)).size).toBe(1)
    expect(middleOf(layout, 'b')).toBe(middleOf(layout, 'c'))
  })

  it('that lead back begin above and end below, beside those that lead on', () => {
    const layout = layoutGraph(graph('a>b b>a'))
    const [on, back] = layout.edges.map(({ points }) => points)
    expect(back!.at(-1)!.y).toBe(on![0]!.y)
    expect(back![0]!.y).toBe(on!.at(-1)!.y)
    expect(Math.abs(back![0]!.x - on!.at(-1)!.x)).toBeGreaterThanOrEqual(10)
  })

  it('between the same nodes stand beside each other', () => {
    const xs = layoutGraph(graph('a>b a>b a>b')).edges.map(({ points }) => points[0]!.x)
    expect(new Set(xs).size).toBe(3)
  })

  it('of loops stand beside their node, one around the other', () => {
    const layout = layoutGraph(graph('a>a a>a a>b'))
    const reach = layout.edges.slice(0, 2).map(({ points }) => Math.max(...points.map(({ x }) => x)))
    const { x, width } = nodeOf(layout, 'a')
    expect(reach[0]).toBeGreaterThan(x + width)
    expect(reach[1]).toBeGreaterThan(reach[0]!)
    expect(layout.width).toBeGreaterThanOrEqual(reach[1]!)
  })

  it('of one node to several far ones go together until they part', () => {
    const [, , , one, other] = layoutGraph(graph('a>b b>c c>d a>d a>e c>e')).edges.map(({ points }) => points)
    expect(one!.slice(0, 2).map(({ x }) => x)).toEqual(other!.slice(0, 2).map(({ x }) => x))
    expect(one![1]!.y).toBeGreaterThan(one![0]!.y + 100)
    expect(one!.at(-1)!.x).not.toBe(other!.at(-1)!.x)
  })

  it('cross where they must, and nowhere else', () => {
    expect(layoutGraph(graph('a>x a>y a>z b>x b>y b>z c>x c>y c>z')).crossings).toBe(9)
    expect(layoutGraph(graph('a>x b>y c>z a>z')).crossings).toBe(0)
  })
})

describe('parts', () => {
  it('stand apart, and nodes without edges make a block below or beside them', () => {
    const alone = Array.from({ length: 9 }, (_, at) => `n${at}`).join(' ')
    const layout = layoutGraph(graph(`a>b b>c x>y ${alone}`))
    const rows = new Set(layout.nodes.filter(({ id }) => id.startsWith('n')).map(({ y }) => y))
    expect(rows.size).toBeGreaterThan(1)
    expect(rows.size).toBeLessThan(9)
  })

  it('nothing is a picture without size', () => {
    expect(layoutGraph({ nodes: [], edges: [] })).toEqual({
      direction: 'down',
      width: 0,
      height: 0,
      nodes: [],
      edges: [],
      crossings: 0,
    })
  })
})

describe('to the right', () => {
  it('is the same drawing, turned', () => {
    const input = graph('a>b a>c b>d c>d d>d a>d', { width: 30, height: 30 })
    const [down, right] = [layoutGraph(input), layoutGraph(input, { direction: 'right' })]
    expect(right.nodes.map(({ x, y }) => [y, x])).toEqual(down.nodes.map(({ x, y }) => [x, y]))
    expect([right.width, right.height]).toEqual([down.height, down.width])
  })
})

describe('an earlier layout', () => {
  it('keeps the order beside each other that the graph alone would not give', () => {
    const input = graph('r>a r>b r>c')
    const first = layoutGraph(input)
    const mirrored = { ...first, nodes: first.nodes.map((node) => ({ ...node, x: first.width - node.x - node.width })) }
    const more = graph('r>a r>b r>c r>d b>e')
    const order = (layout: GraphLayout): string[] =>
      layout.nodes
        .filter(({ id }) => 'abc'.includes(id))
        .toSorted((a, b) => a.x - b.x)
        .map(({ id }) => id)
    expect(order(layoutGraph(more, { previous: mirrored }))).toEqual(order(first).toReversed())
    expect(order(layoutGraph(more, { previous: first }))).toEqual(order(first))
  })

  it('may be a part of one, and may have come as JSON', () => {
    const input = graph('a>b a>c b>d c>d')
    const first = layoutGraph(input)
    const part = { ...first, nodes: first.nodes.filter(({ id }) => id !== 'b') }
    const layout = layoutGraph(input, { previous: JSON.parse(JSON.stringify(part)) as GraphLayout })
    expect(layersOf(layout)).toEqual(layersOf(first))
  })

  it('may have another direction', () => {
    const input = graph('a>b a>c b>d')
    const right = layoutGraph(input, { direction: 'right' })
    expect(layersOf(layoutGraph(input, { previous: right }))).toEqual(layersOf(right))
  })

  it('keeps which edge of a cycle leads back', () => {
    const input = graph('a>b b>a')
    const first = layoutGraph(input)
    const turned = { ...first, nodes: first.nodes.map((node) => ({ ...node, layer: 1 - node.layer })) }
    expect(layersOf(layoutGraph(input, { previous: turned }))).toEqual({ a: 1, b: 0 })
  })
})

describe('large graphs', () => {
  it('a chain of 4,000 nodes is a straight line', () => {
    const words = Array.from({ length: 3999 }, (_, at) => `n${at}>n${at + 1}`)
    const layout = layoutGraph(graph(words.join(' ')))
    expect(layout.nodes.at(-1)!.layer).toBe(3999)
    expect(new Set(layout.nodes.map(({ x }) => x)).size).toBe(1)
  })

  it('a node that leads to all of a long chain draws one line with branches, not a thousand', () => {
    const words = Array.from({ length: 1000 }, (_, at) => [`n${at}>n${at + 1}`, `hub>n${at}`]).flat()
    const layout = layoutGraph(graph(words.join(' ')), { effort: 'fast' })
    expect(layout.crossings).toBe(0)
    expect(layout.width).toBeLessThan(400)
  })

  it('a closed ring of 2,000 nodes has one edge that leads back', () => {
    const words = Array.from({ length: 2000 }, (_, at) => `n${at}>n${(at + 1) % 2000}`)
    const layers = layersOf(layoutGraph(graph(words.join(' ')), { effort: 'fast' }))
    const back = words.filter((word) => {
      const [from, to] = word.split('>') as [string, string]
      return layers[from]! > layers[to]!
    })
    expect(back).toHaveLength(1)
  })
})

describe('places', () => {
  it('put a node above the middle of what it leads to, and below the middle of what leads to it', () => {
    const layout = layoutGraph(graph('a>b a>c c>d e>d'))
    expect(middleOf(layout, 'a')).toBe((middleOf(layout, 'b') + middleOf(layout, 'c')) / 2)
    expect(middleOf(layout, 'd')).toBe((middleOf(layout, 'c') + middleOf(layout, 'e')) / 2)
  })
})

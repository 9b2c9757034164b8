// Layouts of random graphs keep what they promise.
//
// THROUGHLINE_CASES sets the number of cases of each property, THROUGHLINE_SEED the seed.

import { assert, constantFrom, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acyclic, randomGraphs, shuffledGraphs } from './fixtures/random-graphs.ts'
import type { GraphLayout, LayoutInput, PlacedNode, Point, Size } from './graph.ts'
import { layoutGraph } from './index.ts'

const numRuns = Number(process.env['THROUGHLINE_CASES'] ?? 60)
const seed = Number(process.env['THROUGHLINE_SEED'] ?? 20_261_121)
const directions = constantFrom('down' as const, 'right' as const)
const efforts = constantFrom('fast' as const, 'best' as const)

type Box = Point & Size

/** Lengths are added and taken away: what is less than this is nothing. */
const NOTHING = 1e-6

function overlap(a: Box, b: Box): boolean {
  const within = (one: number, size: number, other: number, otherSize: number): boolean =>
    one + NOTHING < other + otherSize && other + NOTHING < one + size
  return within(a.x, a.width, b.x, b.width) && within(a.y, a.height, b.y, b.height)
}

/** The part of the box that a line goes through is more than a touch of its border. */
function goesThrough(from: Point, to: Point, box: Box): boolean {
  let [first, last] = [0, 1]
  for (const [start, step, low, high] of [
    [from.x, to.x - from.x, box.x, box.x + box.width],
    [from.y, to.y - from.y, box.y, box.y + box.height],
  ] as const) {
    // Of a box without an inside there is only the border.
    if (high - low <= 2 * NOTHING) return false
    if (step === 0) {
      if (start <= low + NOTHING || start >= high - NOTHING) return false
      continue
    }
    const [a, b] = [(low + NOTHING - start) / step, (high - NOTHING - start) / step]
    first = Math.max(first, Math.min(a, b))
    last = Math.min(last, Math.max(a, b))
  }
  return last - first > NOTHING
}

function labelBoxes(input: LayoutInput, layout: GraphLayout): Box[] {
  return layout.edges.flatMap(({ labelAt }, at) => {
    const label = input.edges[at]!.label
    if (!label) return []
    const { x, y } = labelAt!
    return [{ ...label, x: x - label.width / 2, y: y - label.height / 2 }]
  })
}

const byId = (layout: GraphLayout): Map<string, PlacedNode> => new Map(layout.nodes.map((node) => [node.id, node]))

describe('the layout of a random graph', () => {
  it('keeps boxes and labels apart, and everything inside', () => {
    assert(
      property(randomGraphs, directions, efforts, (input, direction, effort) => {
        const layout = layoutGraph(input, { direction, effort })
        const boxes: Box[] = [...layout.nodes, ...labelBoxes(input, layout)]
        boxes.forEach((box, at) => {
          for (const other of boxes.slice(at + 1))
            expect([box, other, overlap(box, other)]).toEqual([box, other, false])
        })
        const points = layout.edges.flatMap((edge) => edge.points.map((point) => ({ ...point, width: 0, height: 0 })))
        for (const { x, y, width, height } of [...boxes, ...points]) {
          expect(Math.min(x, y)).toBeGreaterThan(-NOTHING)
          expect(x + width).toBeLessThan(layout.width + NOTHING)
          expect(y + height).toBeLessThan(layout.height + NOTHING)
        }
      }),
      { numRuns, seed },
    )
  })

  it('has edges that lead from layer to layer, down where nothing forces them up', () => {
    assert(
      property(randomGraphs, (input) => {
        const nodes = byId(layoutGraph(input, { effort: 'fast' }))
        for (const { from, to, label } of input.edges) {
          if (from === to) continue
          const span = Math.abs(nodes.get(to)!.layer - nodes.get(from)!.layer)
          expect(span).toBeGreaterThanOrEqual(label ? 2 : 1)
        }
        const straight = acyclic(input)
        const ordered = byId(layoutGraph(straight, { effort: 'fast' }))
        for (const { from, to } of straight.edges)
          expect(ordered.get(to)!.layer).toBeGreaterThan(ordered.get(from)!.layer)
      }),
      { numRuns, seed },
    )
  })

  it('has lines from border to border, never back across the layers, and through no box', () => {
    assert(
      property(randomGraphs, directions, (input, direction) => {
        const layout = layoutGraph(input, { direction, effort: 'fast' })
        const nodes = byId(layout)
        const across = ({ x, y }: Point): number => (direction === 'down' ? y : x)
        for (const { from, to, points } of layout.edges) {
          const [tail, head] = [nodes.get(from)!, nodes.get(to)!]
          for (const [point, box] of [
            [points[0]!, tail],
            [points.at(-1)!, head],
          ] as const) {
            const beside = Math.max(
              box.x - point.x,
              point.x - box.x - box.width,
              box.y - point.y,
              point.y - box.y - box.height,
            )
            expect(Math.abs(beside)).toBeLessThan(NOTHING)
          }
          if (from === to) continue
          const sign = head.layer > tail.layer ? 1 : -1
          for (let at = 1; at < points.length; at++) {
            const [start, end] = [points[at - 1]!, points[at]!]
            expect(sign * (across(end) - across(start))).toBeGreaterThan(-NOTHING)
            for (const box of layout.nodes)
              expect([from, to, box, goesThrough(start, end, box)]).toEqual([from, to, box, false])
          }
        }
      }),
      { numRuns, seed },
    )
  })

  it('is the same in whatever order the graph is written', () => {
    assert(
      property(shuffledGraphs, directions, efforts, ([one, other], direction, effort) => {
        const [a, b] = [one, other].map((input) => {
          const { nodes, edges, ...rest } = layoutGraph(input, { direction, effort })
          const sorted = (list: readonly object[]): string[] => list.map((entry) => JSON.stringify(entry)).sort()
          return { ...rest, nodes: sorted(nodes), edges: sorted(edges) }
        })
        expect(b).toEqual(a)
      }),
      { numRuns, seed },
    )
  })

  it('is the same again with itself as the previous one', () => {
    assert(
      property(randomGraphs, directions, efforts, (input, direction, effort) => {
        const first = layoutGraph(input, { direction, effort })
        expect(layoutGraph(input, { direction, effort, previous: first })).toEqual(first)
      }),
      { numRuns, seed },
    )
  })

  it('keeps the order within layers when nodes and edges come or go', () => {
    assert(
      property(randomGraphs, directions, nat(), nat(), (input, direction, which, end) => {
        const gone = which % input.nodes.length
        const id = `n${gone}`
        const fewer = {
          nodes: input.nodes.filter((node) => node.id !== id),
          edges: input.edges.filter(({ from, to }) => from !== id && to !== id),
        }
        const more = {
          nodes: [...input.nodes, { id: 'new', width: 50, height: 20 }],
          edges: [...input.edges, { from: id, to: 'new' }, { from: 'new', to: `n${end % input.nodes.length}` }],
        }
        const previous = layoutGraph(input, { direction })
        for (const changed of [fewer, more]) {
          const [before, after] = [byId(previous), byId(layoutGraph(changed, { direction, previous }))]
          const middle = (node: PlacedNode): number =>
            direction === 'down' ? node.x + node.width / 2 : node.y + node.height / 2
          const parts = partsOf(changed)
          for (const a of after.values()) {
            for (const b of after.values()) {
              const [x, y] = [before.get(a.id), before.get(b.id)]
              if (!x || !y || a.layer !== b.layer || x.layer !== y.layer || parts.get(a.id) !== parts.get(b.id))
                continue
              if (middle(x) < middle(y)) expect(middle(a)).toBeLessThan(middle(b) + NOTHING)
            }
          }
        }
      }),
      { numRuns, seed },
    )
  })
})

/** By the id of a node: one of the nodes that it is connected with. */
function partsOf({ nodes, edges }: LayoutInput): Map<string, string> {
  const part = new Map(nodes.map(({ id }) => [id, id]))
  for (let step = 0; step < nodes.length; step++) {
    for (const { from, to } of edges) {
      const least = part.get(from)! < part.get(to)! ? part.get(from)! : part.get(to)!
      part.set(from, least)
      part.set(to, least)
    }
  }
  return part
}

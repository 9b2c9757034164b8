// Lines cross about as seldom as in the drawings of Graphviz, which takes its time.

import { beforeAll, describe, expect, it } from 'vitest'
import { countCrossings, flatten } from './count-crossings.ts'
import { createDot, drawOurs, measureDrawing, type Drawing } from './drawings.ts'
import { generatedGraph, recordedGraph } from './graphs.ts'
import type { LayoutInput } from '@throughline/layout'

const MOST = 1.3
/** Few crossings are a matter of luck. */
const GRACE = 3

const graphs: Readonly<Record<string, LayoutInput>> = {
  'births-forecast': recordedGraph('births-forecast'),
  'bird-strikes': recordedGraph('bird-strikes'),
  penguins: recordedGraph('penguins'),
  'local, 100 nodes': generatedGraph('local', 100),
  'random, 100 nodes': generatedGraph('random', 100),
}

describe('beside Graphviz', () => {
  let drawWithDot: (graph: LayoutInput) => Drawing
  beforeAll(async () => {
    drawWithDot = await createDot()
  })

  it.each(Object.entries(graphs))('%s: lines cross at most 1.3 times as often', (_, graph) => {
    const [ours, dot] = [drawOurs(graph), drawWithDot(graph)].map(measureDrawing)
    expect(ours!.crossings).toBeLessThanOrEqual(dot!.crossings * MOST + GRACE)
    expect(ours!.straight).toBeLessThanOrEqual(dot!.straight * MOST + GRACE)
  })

  it('the drawing is no wider than 1.3 times, for graphs that are not pressed together', () => {
    const graph = generatedGraph('local', 100)
    expect(drawOurs(graph).width).toBeLessThanOrEqual(drawWithDot(graph).width * MOST)
  })
})

describe('the count', () => {
  const line = (from: string, to: string, ...points: (readonly [number, number])[]) => ({ from, to, points })

  it('counts pairs of lines without a common end, once for each crossing', () => {
    const lines = [
      line('a', 'b', [0, 0], [10, 10]),
      line('c', 'd', [10, 0], [0, 10]),
      line('a', 'd', [0, 0], [0, 10]),
      line('e', 'f', [20, 0], [0, 2], [20, 8]),
    ]
    expect(countCrossings(lines)).toBe(1 + 2 + 2)
  })

  it('takes curves as lines that end where they end', () => {
    const points = flatten([
      [0, 0],
      [0, 5],
      [10, 5],
      [10, 10],
    ])
    expect([points[0], points.at(-1), points.length]).toEqual([[0, 0], [10, 10], 13])
    expect(points[6]).toEqual([5, 5])
  })
})

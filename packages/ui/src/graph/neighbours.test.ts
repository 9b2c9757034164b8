import type { GraphLayout } from '@throughline/layout'
import { describe, expect, it } from 'vitest'
import { showPicture } from './grouping.ts'
import { linksOf } from './links.ts'
import { firstBox, neighbour } from './neighbours.ts'
import { createScene, type Scene } from './scene.ts'

/** By its column and row. */
const places = { a: [0, 0], b: [0, 1], c: [1, 0], d: [1, 1], e: [1, 2], f: [2, 1] } as const
const arrows = ['a>c', 'a>d', 'a>e', 'd>f', 'd>d'].map((text) => {
  const [from, to] = text.split('>') as [string, string]
  return { from, to }
})

function scene(direction: 'right' | 'down'): Scene {
  const shown = showPicture({ boxes: Object.keys(places).map((id) => ({ id, label: id })), arrows }, {})
  const nodes = Object.entries(places).map(([id, [column, row]]) => {
    const [x, y] = direction === 'right' ? [column, row] : [row, column]
    return { id, x: x * 200, y: y * 60, width: 80, height: 30, layer: column }
  })
  const edges = arrows.map(({ from, to }) => ({
    from,
    to,
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  }))
  const layout: GraphLayout = { direction, width: 600, height: 200, nodes, edges, crossings: 0 }
  return createScene(shown, layout, new Map())
}

describe('arrow keys', () => {
  const links = linksOf(arrows)

  it('go along arrows to what is nearest', () => {
    const right = scene('right')
    expect(neighbour(right, links, 'a', 'right')).toBe('c')
    expect(neighbour(right, links, 'f', 'left')).toBe('d')
    expect(neighbour(right, links, 'f', 'right')).toBeUndefined()
    expect(neighbour(right, links, 'd', 'right')).toBe('f')
  })

  it('go to what stands beside', () => {
    const right = scene('right')
    expect(neighbour(right, links, 'c', 'down')).toBe('d')
    expect(neighbour(right, links, 'e', 'up')).toBe('d')
    expect(neighbour(right, links, 'c', 'up')).toBeUndefined()
  })

  it('follow the direction of the picture', () => {
    const down = scene('down')
    expect(neighbour(down, links, 'a', 'down')).toBe('c')
    expect(neighbour(down, links, 'f', 'up')).toBe('d')
    expect(neighbour(down, links, 'c', 'right')).toBe('d')
  })

  it('begin at the first box', () => {
    expect(firstBox(scene('right'))).toBe('a')
    expect(neighbour(scene('right'), links, 'nobody', 'left')).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { overlaps } from './camera.ts'
import { createGrid } from './grid.ts'

function randoms(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

describe('the grid', () => {
  it('finds what looking at everything finds', () => {
    const random = randoms(7)
    const any = (most: number) => ({
      x: random() * 4000 - 1000,
      y: random() * 4000 - 1000,
      width: random() * most,
      height: random() * most,
    })
    const items = Array.from({ length: 400 }, (_, id) => ({ id, ...any(id % 50 === 0 ? 3000 : 90) }))
    const grid = createGrid(items, 200)
    for (let round = 0; round < 200; round++) {
      const part = any(round % 10 === 0 ? 4000 : 300)
      expect(grid.within(part)).toEqual(items.filter((item) => overlaps(item, part)))
    }
  })

  it('finds the uppermost at a place, and nothing beside', () => {
    const box = { x: 0, y: 0, width: 100, height: 20 }
    const grid = createGrid(
      [
        { ...box, id: 'below' },
        { ...box, x: 50, id: 'above' },
      ],
      64,
    )
    expect(grid.at({ x: 60, y: 10 })?.id).toBe('above')
    expect(grid.at({ x: 10, y: 10 })?.id).toBe('below')
    expect(grid.at({ x: 10, y: 30 })).toBeUndefined()
  })
})

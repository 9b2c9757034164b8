import { describe, expect, it } from 'vitest'
import { edgePath, layoutGraph, type Point } from './index.ts'

const line = (...points: Point[]) => ({ from: 'a', to: 'b', points })

describe('the path of an edge', () => {
  it('is straight between points below each other', () => {
    expect(edgePath(line({ x: 5, y: 0 }, { x: 5, y: 40 }), 'down')).toBe('M5 0L5 40')
  })

  it('leaves and arrives at right angles', () => {
    expect(edgePath(line({ x: 0, y: 0 }, { x: 30, y: 30 }), 'down')).toBe('M0 0C0 10 30 20 30 30')
    expect(edgePath(line({ x: 0, y: 0 }, { x: 30, y: 30 }), 'right')).toBe('M0 0C10 0 20 30 30 30')
  })

  it('goes on in its direction at a bend, and stands upright where it turns back', () => {
    const on = edgePath(line({ x: 0, y: 0 }, { x: 10, y: 30 }, { x: 20, y: 60 }), 'down')
    expect(on).toBe('M0 0C0 10 6.7 20 10 30C13.3 40 20 50 20 60')
    const back = edgePath(line({ x: 0, y: 0 }, { x: 10, y: 30 }, { x: 0, y: 60 }), 'down')
    expect(back).toBe('M0 0C0 10 10 20 10 30C10 40 0 50 0 60')
  })

  it('of a loop has round corners', () => {
    const loop = layoutGraph({ nodes: [{ id: 'a', width: 40, height: 60 }], edges: [{ from: 'a', to: 'a' }] })
    const path = edgePath(loop.edges[0]!, 'down')
    expect(path.match(/Q/g)).toHaveLength(2)
    expect(path).toMatch(/^M40 15L/)
  })
})

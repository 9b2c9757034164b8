import { describe, expect, it } from 'vitest'
import { fit, pan, reveal, seen, toPicture, toView, zoom } from './camera.ts'

const view = { width: 800, height: 400 }

describe('the camera', () => {
  it('turns places of the picture to places of the view and back', () => {
    const camera = { x: 10, y: -20, scale: 0.5 }
    expect(toView(camera, { x: 30, y: 0 })).toEqual({ x: 10, y: 10 })
    expect(toPicture(camera, toView(camera, { x: 3, y: 4 }))).toEqual({ x: 3, y: 4 })
  })

  it('holds what is under the pointer while it zooms', () => {
    const at = { x: 130, y: 70 }
    const camera = { x: 5, y: 6, scale: 0.8 }
    const closer = zoom(camera, 1.7, at)
    expect(toPicture(closer, at).x).toBeCloseTo(toPicture(camera, at).x)
    expect(toPicture(closer, at).y).toBeCloseTo(toPicture(camera, at).y)
    expect(closer.scale).toBeCloseTo(1.36)
  })

  it('does not zoom beyond what can be read', () => {
    expect(zoom({ x: 0, y: 0, scale: 2 }, 100, { x: 0, y: 0 }).scale).toBe(3)
  })

  it('moves with the pointer', () => {
    expect(pan({ x: 0, y: 0, scale: 2 }, { x: 10, y: -4 })).toEqual({ x: -5, y: 2, scale: 2 })
  })

  it('fits a large picture, and leaves a small one as large as it is', () => {
    const large = { x: 0, y: 0, width: 4000, height: 1000 }
    const { x, y, width, height } = seen(fit(large, view), view)
    expect(x).toBeLessThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(0)
    expect(x + width).toBeGreaterThanOrEqual(4000)
    expect(y + height).toBeGreaterThanOrEqual(1000)
    expect(fit({ x: 0, y: 0, width: 10, height: 10 }, view).scale).toBe(1)
  })

  it('leaves room at the left when asked', () => {
    const bounds = { x: 0, y: 0, width: 1000, height: 100 }
    const camera = fit(bounds, view, { left: 200, margin: 0 })
    expect(toView(camera, { x: 0, y: 0 }).x).toBeCloseTo(200)
    expect(toView(camera, { x: 1000, y: 0 }).x).toBeCloseTo(800)
  })

  it('moves only when a box is not seen, and only as far as it must', () => {
    const camera = { x: 0, y: 0, scale: 1 }
    const box = { x: 100, y: 100, width: 50, height: 20 }
    expect(reveal(camera, box, view)).toEqual(camera)
    expect(reveal(camera, { ...box, x: 900 }, view)).toEqual({ x: 190, y: 0, scale: 1 })
    expect(reveal(camera, { ...box, y: -100 }, view)).toEqual({ x: 0, y: -140, scale: 1 })
  })
})

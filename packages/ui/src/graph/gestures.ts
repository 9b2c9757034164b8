// Pointers, wheel and pinch on a stage.

import type { Point } from '@throughline/layout'
import { pan, zoom } from './camera.ts'
import type { Stage } from './stage.ts'

export interface GestureHandlers {
  readonly onPoint: (id: string | undefined, at: Point) => void
  readonly onPick: (id: string | undefined) => void
  readonly onOpen: (id: string) => void
}

const STILL = 4

/** @returns takes them off again */
export function attachGestures(stage: Stage, handlers: () => GestureHandlers): () => void {
  const { canvas } = stage
  const pointers = new Map<number, Point>()
  let moved = 0
  const ended = new AbortController()
  const { signal } = ended
  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = canvas.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1) return
      if (pointers.size === 0) moved = 0
      pointers.set(event.pointerId, placeOf(event))
      canvas.setPointerCapture(event.pointerId)
    },
    { signal },
  )
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const at = placeOf(event)
      const before = pointers.get(event.pointerId)
      if (!before) {
        const box = stage.boxAt(at)
        canvas.style.cursor = box ? 'pointer' : 'grab'
        handlers().onPoint(box?.id, at)
        return
      }
      moved += Math.hypot(at.x - before.x, at.y - before.y)
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
      pointers.set(event.pointerId, at)
      if (moved < STILL) return
      handlers().onPoint(undefined, at)
      canvas.style.cursor = 'grabbing'
      if (other) stage.camera = pinched(stage, before, at, other)
      else stage.camera = pan(stage.camera, { x: at.x - before.x, y: at.y - before.y })
    },
    { signal },
  )
  const release = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return
    canvas.style.cursor = 'grab'
    if (event.type === 'pointerup' && moved < STILL && pointers.size === 0)
      handlers().onPick(stage.boxAt(placeOf(event))?.id)
  }
  canvas.addEventListener('pointerup', release, { signal })
  canvas.addEventListener('pointercancel', release, { signal })
  canvas.addEventListener('pointerleave', (event) => handlers().onPoint(undefined, placeOf(event)), { signal })
  canvas.addEventListener(
    'dblclick',
    (event) => {
      const box = stage.boxAt(placeOf(event))
      if (box) handlers().onOpen(box.id)
      else stage.camera = zoom(stage.camera, 1.8, placeOf(event))
    },
    { signal },
  )
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? stage.view.height : 1
      if (event.shiftKey) stage.camera = pan(stage.camera, { x: -(event.deltaX || event.deltaY) * unit, y: 0 })
      else {
        // A pinch on a touch pad comes as a wheel with the control key, in small steps.
        const step = event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0016)
        stage.camera = zoom(stage.camera, Math.exp(-Math.max(-0.5, Math.min(0.5, step))), placeOf(event))
      }
    },
    { signal, passive: false },
  )
  return () => ended.abort()
}

function pinched({ camera }: Stage, before: Point, at: Point, other: Point): Stage['camera'] {
  const apart = (one: Point): number => Math.max(8, Math.hypot(one.x - other.x, one.y - other.y))
  const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }
  const moved = pan(camera, { x: (at.x - before.x) / 2, y: (at.y - before.y) / 2 })
  return zoom(moved, apart(at) / apart(before), middle)
}

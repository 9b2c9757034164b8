// The whole picture in small, with the part that is seen; there when not all of it is seen.

import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { center, fit, seen, toPicture, toView, type Camera } from './camera.ts'
import type { Stage } from './stage.ts'
import styles from './graph-view.module.css'

const SIZE = { width: 176, height: 112 }

export function Minimap({ stage }: { readonly stage: Stage }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isNeeded, setNeeded] = useState(false)
  useEffect(() => {
    let drawn: { readonly of: object; readonly picture: HTMLCanvasElement } | undefined
    const follow = (): void => {
      const { scene, camera, view } = stage
      if (!scene || scene.boxes.length < 2) return setNeeded(false)
      const part = seen(camera, view)
      const { x, y, width, height } = scene.bounds
      setNeeded(x < part.x || y < part.y || x + width > part.x + part.width || y + height > part.y + part.height)
      const pen = canvas.current?.getContext('2d')
      if (!pen || !canvas.current) return
      const whole = fit(scene.bounds, SIZE, { margin: 6, most: 0.2 })
      if (drawn?.of !== scene) drawn = { of: scene, picture: drawWhole(scene, whole, canvas.current) }
      pen.setTransform(1, 0, 0, 1, 0, 0)
      pen.clearRect(0, 0, canvas.current.width, canvas.current.height)
      pen.drawImage(drawn.picture, 0, 0)
      const from = toView(whole, part)
      pen.scale(devicePixelRatio, devicePixelRatio)
      pen.strokeStyle = getComputedStyle(canvas.current).color
      pen.lineWidth = 1.5
      pen.strokeRect(from.x, from.y, Math.max(3, part.width * whole.scale), Math.max(3, part.height * whole.scale))
    }
    follow()
    return stage.listen(follow)
  }, [stage, isNeeded])
  const jump = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!stage.scene || (event.type === 'pointermove' && event.buttons === 0)) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    const whole = fit(stage.scene.bounds, SIZE, { margin: 6, most: 0.2 })
    const at = toPicture(whole, { x: event.clientX - left, y: event.clientY - top })
    stage.camera = center(at, stage.camera.scale, stage.view)
  }
  if (!isNeeded) return null
  return (
    <canvas
      ref={canvas}
      className={styles.minimap}
      width={SIZE.width * devicePixelRatio}
      height={SIZE.height * devicePixelRatio}
      aria-hidden="true"
      onPointerDown={jump}
      onPointerMove={jump}
    />
  )
}

function drawWhole({ boxes }: NonNullable<Stage['scene']>, camera: Camera, host: HTMLCanvasElement): HTMLCanvasElement {
  const picture = document.createElement('canvas')
  picture.width = host.width
  picture.height = host.height
  const pen = picture.getContext('2d')!
  pen.scale(devicePixelRatio, devicePixelRatio)
  pen.fillStyle = getComputedStyle(host).borderColor
  for (const { x, y, width, height } of boxes) {
    const at = toView(camera, { x, y })
    pen.fillRect(at.x, at.y, Math.max(1, width * camera.scale), Math.max(1, height * camera.scale))
  }
  return picture
}

// A canvas with a picture on it: draws it when something changed, at most once for each frame of the screen.

import type { Point, Size } from '@throughline/layout'
import { center, fit, overlaps, reveal, seen, toPicture, type Bounds, type Camera } from './camera.ts'
import { drawArrows } from './draw/arrows.ts'
import { drawBoxes } from './draw/boxes.ts'
import { detailOf } from './draw/detail.ts'
import { NO_EMPHASIS, type Emphasis } from './emphasis.ts'
import { readPalette, type Palette } from './palette.ts'
import type { PlacedBox, Scene } from './scene.ts'
import type { Statuses } from './statuses.ts'

interface Shown {
  readonly scene: Scene | undefined
  readonly emphasis: Emphasis
  readonly statuses: Statuses | undefined
  readonly hovered: string | undefined
  readonly hasFocus: boolean
}

export class Stage {
  readonly canvas: HTMLCanvasElement
  #camera: Camera = { x: 0, y: 0, scale: 1 }
  #view: Size = { width: 0, height: 0 }
  #corner: Size = { width: 0, height: 0 }
  /** All of the picture is shown, and nobody moved it since. */
  #isFitted = false
  #ratio = 1
  #palette: Palette | undefined
  #shown: Shown = { scene: undefined, emphasis: NO_EMPHASIS, statuses: undefined, hovered: undefined, hasFocus: false }
  #frame = 0
  readonly #listeners = new Set<() => void>()

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
  }

  get camera(): Camera {
    return this.#camera
  }

  set camera(camera: Camera) {
    this.#camera = camera
    this.#isFitted = false
    this.#schedule()
  }

  get view(): Size {
    return this.#view
  }

  get isFitted(): boolean {
    return this.#isFitted
  }

  get scene(): Scene | undefined {
    return this.#shown.scene
  }

  show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change }
    this.#schedule()
  }

  /** @param ratio pixels of the screen for one of the page */
  resize(view: Size, ratio: number): void {
    if (view.width === this.#view.width && view.height === this.#view.height && ratio === this.#ratio) return
    const [before, { x, y, scale }] = [this.#view, this.#camera]
    this.#view = view
    this.#ratio = ratio
    this.canvas.width = Math.max(1, Math.round(view.width * ratio))
    this.canvas.height = Math.max(1, Math.round(view.height * ratio))
    if (this.#isFitted || before.width === 0) this.fit()
    else {
      const [right, down] = [(before.width - view.width) / 2, (before.height - view.height) / 2]
      this.#camera = { x: x + right / scale, y: y + down / scale, scale }
    }
    this.#draw()
  }

  /** The colours of the page changed. */
  repaint(): void {
    this.#palette = undefined
    this.#schedule()
  }

  fit(): void {
    if (!this.scene) return
    const whole = fit(this.scene.bounds, this.#view)
    const { width, height } = this.#corner
    const top = this.#view.height - height
    const covered = { ...toPicture(whole, { x: 0, y: top }), width: width / whole.scale, height: height / whole.scale }
    const isCovered = width > 0 && width < this.#view.width / 3 && this.scene.boxGrid.within(covered).length > 0
    this.camera = isCovered ? fit(this.scene.bounds, this.#view, { left: width }) : whole
    this.#isFitted = true
  }

  /** What covers the lower left corner; all is shown beside it where it can be. */
  set corner(corner: Size) {
    this.#corner = corner
    if (this.#isFitted) this.fit()
  }

  reveal(bounds: Bounds): void {
    const { scale } = this.#camera
    // What cannot be read is shown from nearer.
    if (scale < 0.5) {
      const { x, y, width, height } = bounds
      this.camera = center({ x: x + width / 2, y: y + height / 2 }, 0.85, this.#view)
    } else this.camera = reveal(this.#camera, bounds, this.#view)
  }

  /** Moves only when nothing of it is seen. */
  keepInSight(bounds: Bounds): void {
    if (!overlaps(seen(this.#camera, this.#view), bounds)) this.camera = reveal(this.#camera, bounds, this.#view)
  }

  /** @param at of the view */
  boxAt(at: Point): PlacedBox | undefined {
    const scene = this.scene
    if (!scene) return undefined
    const place = toPicture(this.#camera, at)
    const slack = 3 / this.#camera.scale
    return (
      scene.boxGrid.at(place) ??
      scene.boxGrid.within({ x: place.x - slack, y: place.y - slack, width: 2 * slack, height: 2 * slack })[0]
    )
  }

  /** Called after each frame: for what follows the camera. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#listeners.clear()
  }

  #schedule(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  #draw(): void {
    const pen = this.canvas.getContext('2d', { alpha: false })
    if (!pen) return
    const palette = (this.#palette ??= readPalette(this.canvas.parentElement ?? document.body))
    const { scene, emphasis, statuses, hovered, hasFocus } = this.#shown
    const { x, y, scale } = this.#camera
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.fillStyle = palette.ground
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height)
    if (scene) {
      const zoom = scale * this.#ratio
      pen.setTransform(zoom, 0, 0, zoom, -x * zoom, -y * zoom)
      const part = seen(this.#camera, this.#view)
      const room = 12
      const wide = { x: part.x - room, y: part.y - room, width: part.width + 2 * room, height: part.height + 2 * room }
      const isAll = overlaps(scene.bounds, part) && contains(wide, scene.bounds)
      const boxes = isAll ? scene.boxes : scene.boxGrid.within(wide)
      const arrows = isAll ? scene.arrows : scene.arrowGrid.within(wide)
      const detail = detailOf(scale, boxes.length, arrows.length)
      drawArrows(pen, arrows, { palette, direction: scene.direction, detail, scale, emphasis })
      drawBoxes(pen, boxes, { palette, detail, scale, emphasis, statuses, hovered, hasFocus })
    }
    for (const listener of this.#listeners) listener()
  }
}

function contains(outer: Bounds, inner: Bounds): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  )
}

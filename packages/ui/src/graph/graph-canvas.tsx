// The canvas of a graph: pointer, wheel and keys move what is seen and what is selected.

import type { Point } from '@throughline/layout'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { fit, pan, toView, zoom, type Bounds } from './camera.ts'
import { emphasisOf } from './emphasis.ts'
import { attachGestures } from './gestures.ts'
import type { ShownPicture } from './grouping.ts'
import { linksOf } from './links.ts'
import { firstBox, neighbour, type Step } from './neighbours.ts'
import type { Scene } from './scene.ts'
import { Stage } from './stage.ts'
import { statusesOf } from './statuses.ts'
import { Tooltip } from './tooltip.tsx'
import { useStageSize } from './use-stage-size.ts'
import styles from './graph-view.module.css'

interface Props {
  readonly name: string
  readonly describedBy: string
  readonly shown: ShownPicture
  readonly scene: Scene | undefined
  /** When it changes, all is shown; otherwise the picture stays where it is. */
  readonly subject: string
  readonly selected: string | undefined
  readonly matches: ReadonlySet<string> | undefined
  readonly current: string | undefined
  /** Whether only what is next to the selected box is set off. */
  readonly isNear: boolean
  readonly statuses: ReadonlyMap<string, string> | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onOpen: (id: string) => void
  /** Given the stage while there is one. */
  readonly onStage: (stage: Stage | undefined) => void
}

/** A group that opens makes what is seen no smaller than this. */
const LEAST_FITTED = 0.45

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

export function GraphCanvas(props: Props) {
  const { name, describedBy, shown, scene, subject, selected, matches, current, isNear, statuses, onStage } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useRef<Stage>(undefined)
  const seenSubject = useRef<string>(undefined)
  const latest = useRef(props)
  const [pointed, setPointed] = useState<{ readonly id: string; readonly at: Point }>()
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    const made = new Stage(canvas.current!)
    stage.current = made
    seenSubject.current = undefined
    const detach = attachGestures(made, () => ({
      onPoint: (id, at) => setPointed(id === undefined ? undefined : { id, at }),
      onPick: (id) => latest.current.onSelect(id),
      onOpen: (id) => latest.current.onOpen(id),
    }))
    const repaint = (): void => made.repaint()
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', repaint)
    addEventListener('throughline:theme', repaint)
    onStage(made)
    return () => {
      onStage(undefined)
      detach()
      made.close()
      scheme.removeEventListener('change', repaint)
      removeEventListener('throughline:theme', repaint)
    }
  }, [onStage])
  useStageSize(canvas, stage)

  const emphasis = useMemo(
    () => emphasisOf(shown, { selected, matches, current, isNear }),
    [shown, selected, matches, current, isNear],
  )
  const read = useMemo(() => statuses && statusesOf(statuses, shown.groups), [statuses, shown])
  const links = useMemo(() => linksOf(shown.arrows), [shown])

  // Only a new picture moves the camera: what is selected in it does not.
  useEffect(() => {
    const on = stage.current
    if (!on || !scene) return
    const before = on.scene
    on.show({ scene })
    const canFit = on.isFitted && fit(scene.bounds, on.view).scale >= LEAST_FITTED
    if (seenSubject.current !== subject || !before || canFit) {
      seenSubject.current = subject
      on.fit()
      const chosen = emphasis.selected === undefined ? undefined : scene.byId.get(emphasis.selected)
      if (chosen && on.camera.scale < 0.5) on.reveal(chosen)
    } else hold(on, before, scene, shown, emphasis.selected)
  }, [scene, subject])
  useEffect(() => {
    stage.current?.show({ emphasis, statuses: read, hovered: pointed?.id })
  }, [emphasis, read, pointed])

  useEffect(() => {
    const chosen = emphasis.selected === undefined ? undefined : stage.current?.scene?.byId.get(emphasis.selected)
    if (chosen) stage.current!.keepInSight(chosen)
  }, [emphasis.selected])

  const onKeyDown = (event: KeyboardEvent): void => {
    const on = stage.current
    if (!on?.scene || event.altKey || event.metaKey || event.ctrlKey) return
    const step = STEPS[event.key]
    const middle = { x: on.view.width / 2, y: on.view.height / 2 }
    if (step && event.shiftKey) {
      const by = { left: { x: 80, y: 0 }, right: { x: -80, y: 0 }, up: { x: 0, y: 80 }, down: { x: 0, y: -80 } }
      on.camera = pan(on.camera, by[step])
    } else if (step) {
      const id =
        emphasis.selected === undefined ? firstBox(on.scene) : neighbour(on.scene, links, emphasis.selected, step)
      if (id !== undefined) {
        props.onSelect(id)
        on.reveal(on.scene.byId.get(id)!)
      }
    } else if (event.key === 'Enter' && emphasis.selected !== undefined) props.onOpen(emphasis.selected)
    else if (event.key === 'Escape' && emphasis.selected !== undefined) props.onSelect(undefined)
    else if (event.key === '+' || event.key === '=') on.camera = zoom(on.camera, 1.25, middle)
    else if (event.key === '-') on.camera = zoom(on.camera, 0.8, middle)
    else if (event.key === '0') on.fit()
    else return
    event.preventDefault()
  }

  const box = pointed && scene?.byId.get(pointed.id)
  return (
    <>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="application"
        aria-roledescription="graph"
        aria-label={name}
        aria-describedby={describedBy}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => stage.current?.show({ hasFocus: event.target.matches(':focus-visible') })}
        onBlur={() => stage.current?.show({ hasFocus: false })}
      />
      {box && <Tooltip box={box.box} at={pointed.at} status={read?.of(box.id)} view={stage.current?.view} />}
    </>
  )
}

/** What a person looked at stays where it is on the screen: what was opened or closed, or what is selected. */
function hold(stage: Stage, before: Scene, after: Scene, shown: ShownPicture, selected: string | undefined): void {
  const middleOf = (scene: Scene, ids: readonly string[]): Bounds | undefined => {
    const boxes = ids.flatMap((id) => scene.byId.get(id) ?? [])
    if (boxes.length === 0) return undefined
    const mean = (of: (box: Bounds) => number): number => boxes.reduce((sum, box) => sum + of(box), 0) / boxes.length
    return { x: mean(({ x, width }) => x + width / 2), y: mean(({ y, height }) => y + height / 2), width: 0, height: 0 }
  }
  const changed = shown.groups.find(
    ({ id, members }) => before.byId.has(id) !== after.byId.has(id) && members.length > 0,
  )
  const ids = changed ? [changed.id, ...changed.members] : selected === undefined ? [] : [selected]
  const [from, to] = [middleOf(before, ids), middleOf(after, ids)]
  if (!from || !to) {
    const { bounds } = after
    const at = toView(stage.camera, { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 })
    if (at.x < 0 || at.y < 0 || at.x > stage.view.width || at.y > stage.view.height) stage.fit()
    return
  }
  const { x, y, scale } = stage.camera
  stage.camera = { x: x + to.x - from.x, y: y + to.y - from.y, scale }
}

// The picture of the moment with its places; the one before stays until the next one has its own.

import type { GraphLayout, LayoutInput, PlacedNode } from '@throughline/layout'
import { useEffect, useMemo, useRef, useState } from 'react'
import { showPicture, type ShownPicture } from './grouping.ts'
import { layoutOf } from './layouts.ts'
import { around as aroundBox, between, linksOf } from './links.ts'
import { sizeOf, sizeOfLabel } from './measure.ts'
import type { GraphLook, Picture } from './picture.ts'
import { coloursOf, createScene, type Scene } from './scene.ts'

/** More take the quick way. */
const MANY = 400

export interface SceneState {
  readonly shown: ShownPicture
  readonly scene: Scene | undefined
  readonly isBusy: boolean
  readonly problem: string | undefined
}

export function useShown(picture: Picture, look: GraphLook): ShownPicture {
  const { group, open, focus, hops, to } = look
  return useMemo(() => {
    const links = focus === undefined ? undefined : linksOf(picture.arrows)
    const only =
      focus === undefined || !picture.boxes.some(({ id }) => id === focus)
        ? undefined
        : to === undefined
          ? aroundBox(links!, focus, hops === undefined ? Infinity : Number(hops) || 1)
          : between(links!, focus, to)
    return showPicture(picture, { group, open, only })
  }, [picture, group, open, focus, hops, to])
}

interface Made {
  readonly scene: Scene
  readonly shown: ShownPicture
  readonly layout: GraphLayout
}

export function useScene(picture: Picture, shown: ShownPicture, hasStatus: boolean): SceneState {
  const [made, setMade] = useState<Made>()
  const [problem, setProblem] = useState<string>()
  const last = useRef<Made>(undefined)
  const { direction = 'right' } = picture
  useEffect(() => {
    let isStale = false
    const input = {
      nodes: shown.boxes.map((box) => ({ id: box.id, ...sizeOf(box, hasStatus) })),
      edges: shown.arrows.map(({ from, to, label }) => ({ from, to, ...(label && { label: sizeOfLabel(label) }) })),
    }
    const gaps = direction === 'right' ? { nodes: 14, layers: 44 } : { nodes: 28, layers: 40 }
    const previous = last.current ? earlier(last.current, shown) : begun(picture, input.nodes)
    layoutOf(input, {
      direction,
      gaps,
      effort: input.nodes.length > MANY ? 'fast' : 'best',
      ...(previous && { previous }),
    }).then(
      (layout) => {
        if (isStale) return
        last.current = {
          scene: createScene(shown, layout, coloursOf(picture.boxes, shown.grouping)),
          shown,
          layout,
        }
        setMade(last.current)
        setProblem(undefined)
      },
      (error: Error) => {
        if (!isStale) setProblem(error.message)
      },
    )
    return () => {
      isStale = true
    }
  }, [picture, shown, hasStatus, direction])
  const isCurrent = made?.shown === shown
  return { shown: made?.shown ?? shown, scene: made?.scene, isBusy: !isCurrent && problem === undefined, problem }
}

/** A layout that there was not, for the ranks that the layout shall keep. */
function begun({ ranks, direction = 'right' }: Picture, nodes: LayoutInput['nodes']): GraphLayout | undefined {
  if (!ranks) return undefined
  const ranked = nodes.flatMap((node, at): PlacedNode[] => {
    const layer = ranks.get(node.id)
    return layer === undefined
      ? []
      : [{ ...node, x: direction === 'down' ? at : layer, y: direction === 'down' ? layer : at, layer }]
  })
  return { direction, width: 0, height: 0, nodes: ranked, edges: [], crossings: 0 }
}

/** The places of before; a group that was closed now stands where its members stood. */
function earlier({ layout }: Made, shown: ShownPicture): GraphLayout | undefined {
  const known = new Map(layout.nodes.map((node) => [node.id, node]))
  const closed = shown.groups.flatMap((group): PlacedNode[] => {
    if (group.isOpen || known.has(group.id)) return []
    const members = group.members.flatMap((id) => known.get(id) ?? [])
    if (members.length === 0) return []
    const mean = (of: (node: PlacedNode) => number): number =>
      members.reduce((sum, node) => sum + of(node), 0) / members.length
    const layer = Math.round(mean((node) => node.layer))
    return [{ ...members[0]!, id: group.id, x: mean(({ x }) => x), y: mean(({ y }) => y), layer }]
  })
  const kept = shown.boxes.filter(({ id }) => known.has(id)).length
  // Where little is left of what was there, a fresh layout is better than a stable one.
  if (kept + closed.length < shown.boxes.length / 4) return undefined
  return { ...layout, nodes: [...layout.nodes, ...closed] }
}

// Where the arrow keys lead from a box: along arrows, and to what stands beside it.

import type { Links } from './links.ts'
import type { PlacedBox, Scene } from './scene.ts'

export type Step = 'left' | 'right' | 'up' | 'down'

/** The box that an arrow key leads to; `undefined` when there is none. */
export function neighbour(scene: Scene, links: Links, from: string, step: Step): string | undefined {
  const start = scene.byId.get(from)
  if (!start) return undefined
  const [back, forth] = scene.direction === 'right' ? (['left', 'right'] as const) : (['up', 'down'] as const)
  if (step === back) return nearest(scene, start, links.upstream.get(from) ?? [])
  if (step === forth) return nearest(scene, start, links.downstream.get(from) ?? [])
  return beside(scene, start, step)
}

/** What the first key leads to when nothing is selected. */
export function firstBox({ boxes, direction }: Scene): string | undefined {
  const order = (a: PlacedBox, b: PlacedBox): number =>
    direction === 'right' ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x
  return boxes.toSorted(order)[0]?.id
}

function middle({ x, y, width, height }: PlacedBox): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 }
}

function nearest({ byId, direction }: Scene, start: PlacedBox, ids: readonly string[]): string | undefined {
  const at = middle(start)
  const distance = (id: string): number => {
    const to = middle(byId.get(id)!)
    const [along, across] = direction === 'right' ? [to.y - at.y, to.x - at.x] : [to.x - at.x, to.y - at.y]
    return Math.abs(along) + Math.abs(across) / 4
  }
  return ids.filter((id) => id !== start.id && byId.has(id)).sort((a, b) => distance(a) - distance(b))[0]
}

function beside({ boxes }: Scene, start: PlacedBox, step: Step): string | undefined {
  const at = middle(start)
  const sign = step === 'down' || step === 'right' ? 1 : -1
  const isUpright = step === 'up' || step === 'down'
  let [best, least] = [undefined as string | undefined, Infinity]
  for (const one of boxes) {
    const to = middle(one)
    const [ahead, aside] = isUpright ? [to.y - at.y, to.x - at.x] : [to.x - at.x, to.y - at.y]
    if (one.id === start.id || ahead * sign <= 0.5) continue
    const distance = ahead * sign + Math.abs(aside) * 3
    if (distance < least) [best, least] = [one.id, distance]
  }
  return best
}

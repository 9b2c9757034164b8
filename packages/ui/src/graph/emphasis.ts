// What is set off in a picture, and what is faint: by what is selected, searched, and pointed at.

import { linksOf, reach } from './links.ts'
import type { ShownPicture } from './grouping.ts'

export interface Emphasis {
  readonly selected?: string
  /** Up from what is selected, and down; of the boxes that are shown. */
  readonly upstream: ReadonlySet<string>
  readonly downstream: ReadonlySet<string>
  /** Found by a search. */
  readonly matches?: ReadonlySet<string>
  /** Where an application is now. */
  readonly current?: string
  /** In a picture with cycles everything is up and down of everything: only what is next to it counts. */
  readonly isNear?: boolean
}

export const NO_EMPHASIS: Emphasis = { upstream: new Set(), downstream: new Set() }

interface Wish {
  readonly selected?: string | undefined
  readonly matches?: ReadonlySet<string> | undefined
  readonly current?: string | undefined
  readonly isNear?: boolean
}

export function emphasisOf(shown: ShownPicture, wish: Wish): Emphasis {
  const shownAs = (id: string | undefined): string | undefined => {
    if (id === undefined) return undefined
    return shown.standIn.get(id) ?? shown.groups.find((group) => group.id === id && !group.isOpen)?.id
  }
  const selected = shownAs(wish.selected)
  const current = shownAs(wish.current)
  const links = selected === undefined ? undefined : linksOf(shown.arrows)
  const hops = wish.isNear ? 1 : Infinity
  const matches = wish.matches && new Set([...wish.matches].flatMap((id) => shownAs(id) ?? []))
  return {
    upstream: links ? reach(links.upstream, selected!, hops) : NO_EMPHASIS.upstream,
    downstream: links ? reach(links.downstream, selected!, hops) : NO_EMPHASIS.downstream,
    ...(selected !== undefined && { selected }),
    ...(matches && { matches }),
    ...(current !== undefined && { current }),
    ...(wish.isNear && { isNear: true }),
  }
}

export function isFaint({ selected, upstream, downstream, matches }: Emphasis, id: string): boolean {
  if (selected === id) return false
  if (matches) return !matches.has(id)
  return selected !== undefined && !upstream.has(id) && !downstream.has(id)
}

/** Whether the arrow leads to what is selected, or away from it. */
export function isOnWay({ selected, upstream, downstream, isNear }: Emphasis, from: string, to: string): boolean {
  if (selected === undefined) return false
  if (isNear) return from === selected || to === selected
  const isUp = upstream.has(from) && (to === selected || upstream.has(to))
  const isDown = downstream.has(to) && (from === selected || downstream.has(from))
  return isUp || isDown
}

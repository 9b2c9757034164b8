// Boxes of a group are shown as one, until the group is opened.

import type { Arrow, Box, Picture } from './picture.ts'

/** So many boxes are a picture; more are a crowd, of which groups are closed. */
export const CROWD = 300
/** So many can be read at once. Groups are closed for it when that leaves something to see. */
const READABLE = 80
const LEAST = 12

export interface Group {
  readonly name: string
  /** Of the box that stands for all of it. */
  readonly id: string
  readonly members: readonly string[]
  readonly isOpen: boolean
}

export interface ShownPicture {
  readonly boxes: readonly Box[]
  readonly arrows: readonly Arrow[]
  /** The grouping in use; `undefined` without one. */
  readonly grouping: string | undefined
  /** By name; those with a single member are not among them. */
  readonly groups: readonly Group[]
  /** By the id of a box, the id of the box that stands for it: itself, or its closed group. */
  readonly standIn: ReadonlyMap<string, string>
}

interface Wish {
  /** `none`, a grouping, or as it fits. */
  readonly group?: string | undefined
  /** Names with `~` between them, `*` for all, or as it fits. */
  readonly open?: string | undefined
  /** Nothing else is shown. */
  readonly only?: ReadonlySet<string> | undefined
}

export function groupId(grouping: string, name: string): string {
  return `${grouping}:${name}`
}

export function showPicture(picture: Picture, { group, open, only }: Wish): ShownPicture {
  const boxes = only ? picture.boxes.filter(({ id }) => only.has(id)) : picture.boxes
  const grouping = chooseGrouping(picture, boxes, group)
  const byName = grouping === undefined ? new Map<string, string[]>() : membersOf(boxes, grouping)
  const isOpen = opened(open, boxes, grouping)
  const groups = [...byName]
    .filter(([, members]) => members.length > 1)
    .map(([name, members]) => ({ name, members, id: groupId(grouping!, name), isOpen: isOpen(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const standIn = new Map(boxes.map(({ id }) => [id, id]))
  for (const one of groups) if (!one.isOpen) for (const id of one.members) standIn.set(id, one.id)
  const shown = boxes.filter(({ id }) => standIn.get(id) === id)
  const closed = groups
    .filter((one) => !one.isOpen)
    .map(({ id, name, members }): Box => ({
      id,
      label: name,
      detail: `${members.length} ${members.length === 1 ? 'node' : 'nodes'}`,
      groups: { [grouping!]: name },
    }))
  return {
    boxes: [...shown, ...closed],
    arrows: joinArrows(picture.arrows, standIn),
    grouping,
    groups,
    standIn,
  }
}

/** The one that leaves the most of what can be read at once; else the fewest boxes, if that helps at all. */
function chooseGrouping(
  { groupings = [] }: Picture,
  boxes: readonly Box[],
  asked: string | undefined,
): string | undefined {
  if (asked === 'none') return undefined
  if (asked !== undefined && groupings.includes(asked)) return asked
  const useful = groupings
    .map((grouping) => ({ grouping, ...countsOf(boxes, grouping) }))
    .filter(({ groups }) => groups > 1)
  if (boxes.length <= READABLE) return useful[0]?.grouping
  const readable = useful.filter(({ left }) => left >= LEAST && left <= READABLE)
  const most = readable.toSorted((a, b) => b.left - a.left)[0]
  if (most) return most.grouping
  if (boxes.length <= CROWD) return useful[0]?.grouping
  return (useful.find(({ left }) => left <= CROWD) ?? useful.toSorted((a, b) => a.left - b.left)[0])?.grouping
}

/** How many groups there are, and how many boxes when all are closed. */
function countsOf(boxes: readonly Box[], grouping: string): { readonly groups: number; readonly left: number } {
  const groups = membersOf(boxes, grouping)
  const grouped = [...groups.values()].reduce((sum, members) => sum + members.length, 0)
  return { groups: groups.size, left: boxes.length - grouped + groups.size }
}

function membersOf(boxes: readonly Box[], grouping: string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { id, groups: of } of boxes) {
    const name = of?.[grouping]
    if (name === undefined) continue
    const members = groups.get(name)
    if (members) members.push(id)
    else groups.set(name, [id])
  }
  return groups
}

function opened(
  open: string | undefined,
  boxes: readonly Box[],
  grouping: string | undefined,
): (name: string) => boolean {
  if (open === undefined) {
    const left = grouping === undefined ? 0 : countsOf(boxes, grouping).left
    const isClosed = boxes.length > CROWD || (boxes.length > READABLE && left >= LEAST && left <= READABLE)
    return () => !isClosed
  }
  if (open === '*') return () => true
  const names = new Set(openNames(open))
  return (name) => names.has(name)
}

export function openNames(open: string): readonly string[] {
  return open === '' ? [] : open.split('~').map(decodeName)
}

/** The text for `open` with these groups. */
export function openText(names: Iterable<string>): string {
  return [...names].map((name) => name.replaceAll('%', '%25').replaceAll('~', '%7E')).join('~')
}

function decodeName(text: string): string {
  return text.replaceAll('%7E', '~').replaceAll('%25', '%')
}

/** Between the boxes that are shown; several become one, and those within a closed group none. */
function joinArrows(arrows: readonly Arrow[], standIn: ReadonlyMap<string, string>): Arrow[] {
  const joined = new Map<string, Arrow>()
  for (const arrow of arrows) {
    const from = standIn.get(arrow.from)
    const to = standIn.get(arrow.to)
    if (from === undefined || to === undefined) continue
    const isOwn = from === arrow.from && to === arrow.to
    if (!isOwn && from === to) continue
    const key = isOwn ? `${from}\u0001${to}\u0001${arrow.label ?? ''}` : `${from}\u0001${to}`
    const known = joined.get(key)
    if (known === undefined) joined.set(key, isOwn ? arrow : { from, to, ...(arrow.isDashed && { isDashed: true }) })
    else if (known.isDashed && !arrow.isDashed) joined.set(key, { from, to })
  }
  return [...joined.values()]
}

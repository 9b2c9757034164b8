// The rows of the list of a graph: groups, and within them their boxes.

import type { Group, ShownPicture } from './grouping.ts'
import type { Box } from './picture.ts'

export interface Row {
  readonly id: string
  readonly level: 1 | 2
  /** From 1, among those of its level and parent. */
  readonly place: number
  readonly of: number
  readonly box?: Box
  readonly group?: Group
}

/** @param matches only these, when there are any */
export function rowsOf(
  shown: ShownPicture,
  byId: ReadonlyMap<string, Box>,
  matches: ReadonlySet<string> | undefined,
): readonly Row[] {
  const isWanted = (id: string): boolean => matches === undefined || matches.has(id)
  const inGroups = new Set(shown.groups.flatMap(({ members }) => members))
  const alone = [...shown.standIn.keys()].filter((id) => !inGroups.has(id) && isWanted(id))
  const groups = shown.groups.filter(({ members }) => members.some(isWanted))
  const of = groups.length + alone.length
  const rows: Row[] = []
  groups.forEach((group, at) => {
    rows.push({ id: group.id, level: 1, place: at + 1, of, group })
    if (!group.isOpen && matches === undefined) return
    const members = group.members.filter(isWanted)
    members.forEach((id, place) =>
      rows.push({ id, level: 2, place: place + 1, of: members.length, box: byId.get(id)! }),
    )
  })
  alone.forEach((id, at) => rows.push({ id, level: 1, place: groups.length + at + 1, of, box: byId.get(id)! }))
  return rows
}

// The statuses of boxes, and of closed groups by those of their members.

import { lookOf, type StateColour } from '../parts/status-looks.ts'
import type { Group } from './grouping.ts'

export interface Statuses {
  of(id: string): string | undefined
  /** How many members have which colour, the worst first. */
  shares(group: Group): readonly (readonly [StateColour, number])[]
}

const worstFirst: readonly StateColour[] = ['failed', 'warned', 'running', 'idle', 'cached', 'succeeded']

export function statusesOf(statuses: ReadonlyMap<string, string>, groups: readonly Group[]): Statuses {
  const byId = new Map(groups.map((group) => [group.id, group]))
  const shares = (group: Group): (readonly [StateColour, number])[] => {
    const counts = new Map<StateColour, number>()
    for (const id of group.members) {
      const status = statuses.get(id)
      if (status === undefined) continue
      const { look } = lookOf(status)
      counts.set(look, (counts.get(look) ?? 0) + 1)
    }
    return worstFirst.flatMap((look) => (counts.has(look) ? [[look, counts.get(look)!] as const] : []))
  }
  const groupStatus = new Map<string, string | undefined>()
  return {
    of(id) {
      const own = statuses.get(id)
      if (own !== undefined) return own
      const group = byId.get(id)
      if (!group) return undefined
      if (!groupStatus.has(id)) groupStatus.set(id, statusOfGroup(group, statuses))
      return groupStatus.get(id)
    },
    shares,
  }
}

/** As a run would say of all of them together; a run need not have all of them. */
function statusOfGroup({ members }: Group, statuses: ReadonlyMap<string, string>): string | undefined {
  const all = members.flatMap((id) => statuses.get(id) ?? [])
  if (all.length === 0) return undefined
  for (const status of ['failed', 'retrying', 'running']) if (all.includes(status)) return status
  return all.every((status) => status === all[0]) ? all[0] : 'succeeded'
}

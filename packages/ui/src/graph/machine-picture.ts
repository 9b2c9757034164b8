// The diagram of a machine as a picture.

import type { MachinePage } from '@throughline/server/api'
import type { Picture } from './picture.ts'

type Edges = MachinePage['edges']

/** @param edges as the server draws them; default: one for each action that can follow another */
export function machinePicture(machine: MachinePage['machine'], edges: Edges = edgesOf(machine)): Picture {
  const known = new Set(machine.actions.map(({ name }) => name))
  const others = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter((name) => !known.has(name))
  return {
    direction: 'down',
    ranks: ranksOf(machine.actions[0]?.name, edges),
    boxes: [
      ...machine.actions.map(({ name, kind, doc, awaits }) => ({
        id: name,
        label: name,
        ...(awaits ? { detail: 'waits for an answer', shape: 'hexagon' as const } : kindOf(kind)),
        ...(doc !== undefined && { summary: doc }),
      })),
      ...others.map((name) => ({ id: name, label: name, shape: 'pill' as const, isFaint: true })),
    ],
    arrows: edges.map(({ from, to, label, isError }) => ({
      from,
      to,
      ...(label !== undefined && { label }),
      ...(isError && { isError, isDashed: true }),
    })),
  }
}

function kindOf(kind: string): { readonly detail?: string } {
  return kind === 'action' ? {} : { detail: kind }
}

/** How many edges each is from the first action; what fails leads nowhere. */
function ranksOf(first: string | undefined, edges: Edges): Map<string, number> {
  const ranks = new Map<string, number>()
  let reached = first === undefined ? [] : [first]
  for (let rank = 0; reached.length > 0; rank++) {
    for (const name of reached) ranks.set(name, rank)
    const next = edges.filter(({ from, to, isError }) => !isError && reached.includes(from) && !ranks.has(to))
    reached = [...new Set(next.map(({ to }) => to))]
  }
  return ranks
}

function edgesOf({ edges }: MachinePage['machine']): Edges {
  return edges.flatMap(({ kind, from, to, label }) =>
    to.map((target) => ({ from, to: target, ...(label !== undefined && { label }), isError: kind === 'error' })),
  )
}

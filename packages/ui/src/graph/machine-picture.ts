// The diagram of a machine as a picture.

import type { MachinePage } from '@throughline/server/api'
import type { Picture } from './picture.ts'

export function machinePicture({ machine, edges }: Pick<MachinePage, 'machine' | 'edges'>): Picture {
  const known = new Set(machine.actions.map(({ name }) => name))
  const others = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].filter((name) => !known.has(name))
  return {
    direction: 'down',
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

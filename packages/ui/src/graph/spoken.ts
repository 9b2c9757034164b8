// What is said aloud of a selected box.

import type { Picture } from './picture.ts'

export function spoken(
  { boxes, arrows }: Picture,
  id: string | undefined,
  statuses: ReadonlyMap<string, string> | undefined,
): string {
  const box = id === undefined ? undefined : boxes.find((one) => one.id === id)
  if (!box) return ''
  const up = new Set(arrows.filter(({ to }) => to === id).map(({ from }) => from)).size
  const down = new Set(arrows.filter(({ from }) => from === id).map(({ to }) => to)).size
  const parts = [box.label, box.detail, statuses?.get(box.id), `${up} upstream, ${down} downstream`, box.summary]
  return parts.filter((part) => part !== undefined && part !== '').join('. ')
}

// Runs as a person names them.

import type { Colours } from '../terminal/terminal.ts'

/** Of a UUIDv7 the part that is time, to the millisecond. */
const SHORTEST = 13

/** So many characters tell these runs apart. */
export function idLength(ids: readonly string[]): number {
  for (const length of [SHORTEST, 18, 23])
    if (new Set(ids.map((id) => id.slice(0, length))).size === ids.length) return length
  return 36
}

export function shortId(id: string): string {
  return id.slice(0, SHORTEST)
}

export function colourOfStatus(status: string, colours: Colours): (text: string) => string {
  if (status === 'succeeded' || status === 'cached') return colours.green
  if (status === 'failed' || status === 'abandoned') return colours.red
  return status === 'running' ? colours.cyan : colours.yellow
}

/** `161 computed, 3 from earlier runs, 1 failed`. */
export function describeCounts(
  counts: Readonly<Record<'computed' | 'cached' | 'failed' | 'skipped', number>> | undefined,
): string {
  if (!counts) return ''
  const parts = [`${counts.computed} computed`]
  if (counts.cached > 0) parts.push(`${counts.cached} from earlier runs`)
  if (counts.failed > 0) parts.push(`${counts.failed} failed`)
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`)
  return parts.join(', ')
}

export function describeTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(' ')
}

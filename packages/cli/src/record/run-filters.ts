// What a command line says about which runs are meant.

import { toMilliseconds } from 'throughline/memo'

/** A duration as `30d` or `12h`, in milliseconds. */
export function parseDuration(text: string): number | undefined {
  try {
    return toMilliseconds(text as Parameters<typeof toMilliseconds>[0])
  } catch {
    return undefined
  }
}

/** `2026-11-20`, `2026-11-20T14:00`, or how long ago: `7d`. @returns milliseconds since 1970 */
export function parseSince(text: string, nowMs: number): number | undefined {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    // A day without a time begins here, not in Greenwich.
    const atMs = Date.parse(text.length === 10 ? `${text}T00:00` : text)
    return Number.isNaN(atMs) ? undefined : atMs
  }
  const agoMs = parseDuration(text)
  return agoMs === undefined ? undefined : nowMs - agoMs
}

/** `key=value`; a key alone has the empty value. */
export function parseTags(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=')
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

// What stands behind a field: durations, and moments.

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/** `500ms`, `5s`, `1.5m`, `2h`, `30d`, `2w`. @returns milliseconds; undefined of anything else */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d|w)$/.exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * unitsMs[unit as keyof typeof unitsMs]
}

/** `2026-11-20`, `2026-11-20T14:00`, in the time of the machine, or how long ago: `7d`. @returns milliseconds since 1970 */
export function momentMs(text: string, nowMs: number): number | undefined {
  const agoMs = durationMs(text)
  if (agoMs !== undefined) return nowMs - agoMs
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  // A day without a time begins here, not in Greenwich.
  const atMs = Date.parse(text.length === 10 ? `${text}T00:00` : text)
  return Number.isNaN(atMs) ? undefined : atMs
}

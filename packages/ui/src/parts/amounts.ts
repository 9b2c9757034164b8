// Numbers as people read them: durations, sizes, instants.

/** `0.4 ms`, `12 ms`, `3.2 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  if (ms === 0) return '0 ms'
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`
}

/** `1 run`, `1,200 runs`. */
export function countText(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** In steps of a thousand. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`
}

/** `just now`, `4 min ago`, `yesterday`, `21 Nov 2025`. */
export function agoText(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1000
  if (seconds < 10) return 'just now'
  if (seconds < 60) return `${Math.floor(seconds)} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  if (seconds < 2 * 86_400) return 'yesterday'
  if (seconds < 14 * 86_400) return `${Math.floor(seconds / 86_400)} days ago`
  return new Date(atMs).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `2026-11-21 14:03:07.250`, in the time of the browser. */
export function instantText(atMs: number): string {
  const at = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000)
  return at.toISOString().replace('T', ' ').slice(0, 23)
}

/** For the ticks of an axis: each with as much as tells it from the next, the day below the first of each day. */
export function tickTexts(ticksMs: readonly number[], stepMs: number): readonly string[] {
  const dayMs = 86_400_000
  let known = ''
  return ticksMs.map((atMs) => {
    const text = instantText(atMs)
    const day = text.slice(0, 10)
    if (stepMs >= dayMs) return day
    const time = text.slice(11, stepMs >= 60_000 ? 16 : stepMs >= 1000 ? 19 : 23)
    const isNew = day !== known
    known = day
    return isNew ? `${time}\n${day}` : time
  })
}

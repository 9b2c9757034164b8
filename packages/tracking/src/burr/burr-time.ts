// The instants in Burr's logs: some lines have the local time of whoever ran it, others have UTC, and both look alike.

import type { BurrRecord } from './burr-lines.ts'

const KEYS = ['start_time', 'end_time', 'time_logged', 'stream_init_time', 'first_item_time', 'event_time'] as const
const QUARTER_HOUR_MS = 15 * 60_000
/** The farthest from Greenwich that a clock can be. */
const FARTHEST_MS = 14 * 60 * 60_000

/** Which time a line has, as it is written. */
export function timeIn(line: BurrRecord): string | undefined {
  const key = KEYS.find((one) => typeof line[one] === 'string')
  return key && (line[key] as string)
}

/**
 * How far local times are from UTC, by a local time beside a UTC time: lines follow each other within moments.
 *
 * @returns milliseconds; undefined when no UTC time is beside a local one
 */
export function localOffset(lines: readonly BurrRecord[]): number | undefined {
  for (let index = 1; index < lines.length; index++) {
    const [a, b] = [timeIn(lines[index - 1]!), timeIn(lines[index]!)]
    if (a === undefined || b === undefined || hasZone(a) === hasZone(b)) continue
    const [local, utc] = hasZone(a) ? [b, a] : [a, b]
    const offset = Math.round((Date.parse(`${local}Z`) - Date.parse(utc)) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS
    if (Math.abs(offset) <= FARTHEST_MS) return offset
  }
  return undefined
}

/** @param offsetMs of local times; undefined takes them for times of this machine */
export function instantOf(text: string, offsetMs: number | undefined): number {
  if (hasZone(text)) return Date.parse(text)
  return offsetMs === undefined ? Date.parse(text) : Date.parse(`${text}Z`) - offsetMs
}

function hasZone(text: string): boolean {
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(text)
}

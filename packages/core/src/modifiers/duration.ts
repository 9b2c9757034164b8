// Durations as people write them.

import { coreIssue } from '../errors/catalogue.ts'
import { ThroughlineError } from '../errors/throughline-error.ts'

/** Milliseconds, or a number with its unit: `'250ms'`, `'30s'`, `'5m'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * @returns milliseconds
 * @throws {modifier/bad-duration} when it is neither a positive number nor a number with a unit
 */
export function toMilliseconds(duration: Duration): number {
  const ms = typeof duration === 'string' ? readText(duration) : duration
  if (Number.isFinite(ms) && ms > 0) return ms
  throw new ThroughlineError([coreIssue('modifier/bad-duration', { given: duration })])
}

/** Not a number when it is no duration. */
function readText(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
}

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
  const match = typeof duration === 'string' ? /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) : null
  const ms = match ? Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS] : duration
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms <= 0) {
    throw new ThroughlineError([coreIssue('modifier/bad-duration', { given: duration })])
  }
  return ms
}

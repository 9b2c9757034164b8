// Reading fields of events that somebody else may have written.

import type { ProcessIdentity } from '@throughline/store'

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @returns undefined when the fields are not those of a process */
export function processOf({ host, pid, started }: Readonly<Record<string, unknown>>): ProcessIdentity | undefined {
  if (typeof host !== 'string' || typeof pid !== 'number' || typeof started !== 'string') return undefined
  return { host, pid, started }
}

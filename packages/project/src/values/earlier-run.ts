// An earlier run, as a person finds it again.

import type { EarlierRun } from 'throughline'

/** `run 019a3f0c-... of 2026-11-20 14:03`, in local time. */
export function describeRun({ runId, atMs }: EarlierRun): string {
  return `run ${runId} of ${formatInstant(atMs)}`
}

/** `2026-11-20 14:03`, in local time. */
export function formatInstant(atMs: number): string {
  const at = new Date(atMs)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

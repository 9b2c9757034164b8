// A search as a filter of runs.

import type { RunFilter } from '@throughline/tracking/queries'

export function toRunFilter(query: string, _nowMs: number): RunFilter {
  return query.trim() === '' ? {} : { text: query }
}

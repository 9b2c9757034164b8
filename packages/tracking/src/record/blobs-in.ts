// Which blobs an event refers to.

import type { SpoolEvent } from '@throughline/store'

const blobPattern = /^[0-9a-f]{64}$/

/**
 * The ids under `$blob`, where a part of the event was too long for its line, and under `blob`, of artifacts and of values that
 * are kept.
 */
export function blobsIn(event: SpoolEvent): ReadonlySet<string> {
  const found = new Set<string>()
  collect(event, found, 0)
  return found
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 200) return
  if (Array.isArray(value)) {
    for (const one of value) collect(one, found, depth + 1)
    return
  }
  for (const key in value) {
    const one = (value as Readonly<Record<string, unknown>>)[key]
    if (typeof one === 'object') collect(one, found, depth + 1)
    else if ((key === '$blob' || key === 'blob') && typeof one === 'string' && blobPattern.test(one)) found.add(one)
  }
}

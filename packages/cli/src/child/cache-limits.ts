// In the process that runs user code: how much of what it computed a project keeps.

import type { LoadedProject } from '@throughline/project'

export interface CacheLimits {
  readonly maxBytes?: number
  readonly maxAgeMs?: number
}

export function answer({ project: { cache = {} } }: LoadedProject): CacheLimits {
  const { maxBytes, maxAgeMs } = cache
  return { ...(maxBytes !== undefined && { maxBytes }), ...(maxAgeMs !== undefined && { maxAgeMs }) }
}

// How a node stands that may have many steps: the items of a fan-out, the rounds of an application.

import type { StepState } from '@throughline/server/api'

/** What a person has to know first comes first. */
const URGENT = ['failed', 'running', 'retrying', 'abandoned', 'succeeded', 'cached', 'skipped']

/**
 * The step of a node itself says how it stands; without one, the most urgent of its items. Of an application its last round.
 */
export function nodeStatuses(steps: readonly StepState[]): ReadonlyMap<string, string> {
  const own = new Map<string, StepState>()
  const statuses = new Map<string, string>()
  for (const step of steps) {
    if (step.item) {
      const known = statuses.get(step.node)
      if (known === undefined || URGENT.indexOf(step.status) < URGENT.indexOf(known))
        statuses.set(step.node, step.status)
      continue
    }
    const known = own.get(step.node)
    if (!known || (step.sequence ?? 0) >= (known.sequence ?? 0)) own.set(step.node, step)
  }
  for (const [node, { status }] of own) statuses.set(node, status)
  return statuses
}

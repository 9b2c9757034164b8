// Why a value was taken from an earlier run, or computed: what differs from the last time.

import type { Step } from '@throughline/tracking/queries'

export interface CacheReason {
  readonly isHit: boolean
  readonly reason: string
}

/** @param before the step of the same node in the latest earlier run that gave a value */
export function cacheReason(step: Step, before: Step | undefined): CacheReason {
  if (step.status === 'cached') {
    const from = step.from ? `the run ${step.from.run}` : 'an earlier run'
    return { isHit: true, reason: `Code and inputs are those of ${from}, so its value was taken.` }
  }
  if (!before) return { isHit: false, reason: 'No earlier run in the record gave a value for it.' }
  const changed = changes(step, before)
  if (changed.length > 0) return { isHit: false, reason: `Since the run ${before.run}: ${changed.join('; ')}.` }
  return {
    isHit: false,
    reason: `Nothing that the record knows changed since the run ${before.run}: the node is not memoized, or its value was not kept.`,
  }
}

function changes(step: Step, before: Step): string[] {
  const changed: string[] = []
  if (step.code === undefined || before.code === undefined) changed.push('its code is not known of both runs')
  else if (step.code !== before.code) changed.push('its code changed')
  const names = [...new Set([...Object.keys(step.inputs), ...Object.keys(before.inputs)])].sort()
  for (const name of names) {
    const [now, then] = [step.inputs[name], before.inputs[name]]
    // What a cached step read is not told.
    if (Object.keys(before.inputs).length === 0) break
    // A node that a modifier made of another, as one that writes its value, reads that by no name of its own.
    const shown = name === '&' ? (now ?? then)!.from : name
    if (!then) changed.push(`it reads "${shown}" now`)
    else if (!now) changed.push(`it reads "${shown}" no more`)
    else if (now.version === undefined || then.version === undefined)
      changed.push(`the value of "${shown}" has no version that could be compared`)
    else if (now.version !== then.version) changed.push(`the value of "${shown}" changed`)
  }
  return changed
}

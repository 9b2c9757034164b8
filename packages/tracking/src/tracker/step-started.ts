// The event with which a step begins.

import type { StepStarted } from '../events/event.ts'

/** First attempts by what they read, where that is the same in every run of a plan. */
const known = new WeakMap<StepStarted['inputs'], StepStarted>()

/**
 * What reads the same in every run has the same event: both are frozen, and such an event is encoded once.
 *
 * @param inputs frozen, with all that is in them, when they are those of every run of a plan
 */
export function stepStarted(
  node: string,
  attempt: number,
  code: string | undefined,
  inputs: StepStarted['inputs'],
): StepStarted {
  const before = known.get(inputs)
  if (before?.attempt === attempt && before.code === code) return before
  const event = describe(node, attempt, code, inputs)
  if (attempt === 1 && Object.isFrozen(inputs)) known.set(inputs, Object.freeze(event))
  return event
}

function describe(node: string, attempt: number, code: string | undefined, inputs: StepStarted['inputs']): StepStarted {
  return code === undefined
    ? { type: 'step.started', node, attempt, inputs }
    : { type: 'step.started', node, attempt, code, inputs }
}

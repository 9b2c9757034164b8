// What a check has found, without the values that it shows, unless they may be kept.

import type { StepCheck } from 'throughline'
import type { Capture } from '../summaries/privacy/capture.ts'
import type { Privacy } from './privacy.ts'

interface Found {
  readonly message: StepCheck['message']
  readonly facts: StepCheck['facts']
}

/**
 * - `none`, `schema`: nothing of it.
 * - `summary`: numbers; a text becomes its length, also where the message repeats it.
 * - `sample`, `full`: all of it.
 */
export function maskedFacts(
  { message, facts }: Found,
  capture: Capture,
  privacy: Privacy,
): Pick<StepCheck, 'message' | 'facts'> {
  if (capture === 'none' || capture === 'schema') return {}
  const isWhole = capture !== 'summary'
  const texts = isWhole ? [] : Object.values(facts ?? {}).filter((one) => typeof one === 'string' && one.length > 0)
  const told = texts.reduce<string | undefined>(
    (rest, text) => rest?.replaceAll(text as string, `[text of ${(text as string).length}]`),
    message,
  )
  const kept = Object.entries(facts ?? {}).map(([name, one]) => [name, isWhole ? one : masked(one)] as const)
  return {
    ...(told !== undefined && { message: privacy.text(told) }),
    ...(facts && { facts: privacy.fields(Object.fromEntries(kept)) }),
  }
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return `[text of ${value.length}]`
  return typeof value === 'object' && value !== null ? '[value]' : value
}

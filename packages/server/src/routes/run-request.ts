// How a run was started, as it stands in the facts of its trigger.

import type { RunDetails, RunRequestFacts } from '../api/index.ts'

/** @returns undefined when nothing or something else is said */
export function requestOf({ triggerFacts }: Pick<RunDetails, 'triggerFacts'>): RunRequestFacts | undefined {
  const { flow, outputs, inputs, config } = (triggerFacts['request'] ?? {}) as Readonly<Record<string, unknown>>
  const isWhole = typeof flow === 'string' && isTexts(outputs) && isTexts(inputs) && isTexts(config)
  return isWhole ? { flow, outputs, inputs, config } : undefined
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

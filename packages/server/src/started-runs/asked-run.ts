// How a run is asked for, as whoever runs it tells the record; and how the record says it afterwards.

import type { RunRequestFacts } from '../api/index.ts'

/** Handed to the equipment of a run as the option `asked`. Plain data. */
export interface AskedRun extends Omit<RunRequestFacts, 'hidden'> {
  /** Who asks: `command`, `page`. */
  readonly kind: string
  /** Files of inputs are found from here. */
  readonly directory: string
  /** The run that it repeats. */
  readonly of?: string
}

/** What the trigger of a run says of that; undefined where nobody told it. */
export function requestOf(trigger: Readonly<Record<string, unknown>>): RunRequestFacts | undefined {
  const { request } = trigger as { readonly request?: Partial<RunRequestFacts> }
  if (typeof request !== 'object' || request === null) return undefined
  const { flow, outputs, inputs, config, hidden } = request
  if (typeof flow !== 'string' || !areTexts(outputs) || !areTexts(inputs) || !areTexts(config)) return undefined
  return { flow, outputs, inputs, config, ...(areTexts(hidden) && { hidden }) }
}

function areTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((one) => typeof one === 'string')
}

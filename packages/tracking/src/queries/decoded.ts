// Columns as a reader wants them: JSON read, payloads decoded, nothing where there is null.

import { decodePayload } from '@throughline/store'

/** A column with JSON, with what JSON cannot say decoded; `undefined` for null. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what a column holds is known to whoever reads it
export function readJson<Value>(text: string | null): Value | undefined {
  return text === null ? undefined : (decodePayload(JSON.parse(text)) as Value)
}

/** Leaves out what is null or undefined. */
export function compact<Found extends object>(found: {
  readonly [Key in keyof Found]: Found[Key] | null | undefined
}): Found {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null && value !== undefined)) as Found
}

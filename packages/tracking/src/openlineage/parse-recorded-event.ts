// A line of an export as an event of the vocabulary.

import { decodePayload, parseEventLine } from '@throughline/store'
import type { Event } from '../events/event.ts'

/** @returns `undefined` for what is no event */
export function parseRecordedEvent(line: string): Event | undefined {
  const event = parseEventLine(line)
  return typeof event === 'string' ? undefined : (decodePayload(event) as Event)
}

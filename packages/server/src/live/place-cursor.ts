// How far a client has read in the events of a run, as one word of an address.

import type { EventPlace } from '@throughline/tracking/queries'

export function toCursor(place: EventPlace): string {
  return Buffer.from(JSON.stringify([...place])).toString('base64url')
}

/** @returns undefined of what is none */
export function fromCursor(cursor: string): EventPlace | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(found) && found.every(isPair) ? new Map(found) : undefined
  } catch {
    return undefined
  }
}

function isPair(one: unknown): one is [string, number] {
  return Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && Number.isSafeInteger(one[1])
}

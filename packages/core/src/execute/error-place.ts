// What the name of a failed node does not say: which item of a fan-out it was, or which stream an error came through.

import type { StepHost } from './step-scope.ts'

/** One of the items that a fan-out goes through. */
export interface ItemPlace {
  /** Names it among the items of its fan-out. */
  readonly key: string
  /** Its place in its fan-out, from 0. */
  readonly index: number
  /** The keys of all items around it and its own, the outermost first; more than one where fan-outs are nested. */
  readonly path: readonly string[]
}

/** An item that failed, at this attempt of its own, from 1. */
export interface FailedItem extends ItemPlace {
  readonly attempt: number
}

/** Where an error came from. */
export interface ErrorPlace {
  readonly item?: FailedItem
  /** The node that gave the stream, for an error that a reader of the stream got from it. */
  readonly stream?: string
}

/** Kept beside the errors, which stay as they were thrown: they can be anything, and belong to the user. */
export interface NotedPlace {
  readonly place: ErrorPlace
  /** The place in words, line by line. */
  readonly lines: readonly string[]
}

/** Adds to what is known of an error; what was noted first is nearer to it. */
export function notePlace(host: StepHost, error: unknown, added: ErrorPlace): void {
  const place = { ...added, ...placeOf(host, error) }
  const { item, stream } = place
  const lines: string[] = []
  if (stream !== undefined) lines.push(`in the stream: ${stream}`)
  if (item) {
    lines.push(`item: ${item.path.join(' > ')}${item.key === String(item.index) ? '' : ` (index ${item.index})`}`)
    if (item.attempt > 1) lines.push(`attempts of the item: ${item.attempt}`)
  }
  host.places ??= new Map()
  host.places.set(error, { place, lines })
}

export function placeOf(host: StepHost, error: unknown): ErrorPlace | undefined {
  return host.places?.get(error)?.place
}

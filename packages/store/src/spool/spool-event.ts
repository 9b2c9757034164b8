// An event as the spool sees it: a head, and fields of which it knows nothing.

import { contentOf, fromLine, isLineDamage, toLine, type LineDamage } from './line.ts'

/** An event as it stands in a line. Payloads are still encoded; see `decodePayload`. */
export interface SpoolEvent {
  /** Version of the vocabulary. */
  readonly v: number
  readonly writer: string
  /** From 1, rising, within a writer. `(writer, seq)` is the identity of the event. */
  readonly seq: number
  readonly atMs: number
  readonly run?: string
  readonly type: string
  readonly [field: string]: unknown
}

/** What a writer is given: it adds `v`, `writer`, `seq` and `atMs`. */
export interface SpoolBody {
  readonly type: string
}

/** @returns whether the content of a line is an event */
export function isSpoolEvent(content: object): content is SpoolEvent {
  const { v, writer, seq, atMs, run, type } = content as Partial<SpoolEvent>
  return (
    typeof v === 'number' &&
    typeof writer === 'string' &&
    Number.isSafeInteger(seq) &&
    seq! > 0 &&
    typeof atMs === 'number' &&
    (run === undefined || typeof run === 'string') &&
    typeof type === 'string'
  )
}

/**
 * Reads a line that came from elsewhere: from a file, or over the network.
 *
 * @param line without its newline
 * @returns the event, or why the line is not one
 */
export function parseEventLine(line: string): SpoolEvent | LineDamage {
  const text = fromLine(Buffer.from(line))
  if (isLineDamage(text)) return text
  try {
    const content = contentOf(text)
    return isSpoolEvent(content) ? content : 'not an event'
  } catch {
    return 'not an event'
  }
}

/** Writes an event as a line with its check, without a newline: of who writes none through a spool. */
export function toEventLine(event: SpoolEvent): string {
  return toLine(JSON.stringify(event).slice(0, -1)).trimEnd()
}

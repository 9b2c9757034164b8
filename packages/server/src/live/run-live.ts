// GET /api/runs/:run/live: what is new in one run, until it has ended and all of it was told.

import { toJsonText } from '../answers/json-text.ts'
import type { RunMessage } from '../api/index.ts'
import {
  eventPlace,
  eventsAfter,
  getRun,
  newsOf,
  stepStates,
  type EventLine,
  type EventPlace,
  type RunNews,
} from '@throughline/tracking/queries'
import type { RunRecord } from '@throughline/tracking/record'
import type { SentMessage } from './event-stream.ts'
import { Mailbox } from './mailbox.ts'
import { toCursor } from './place-cursor.ts'
import type { RecordWatch } from './record-watch.ts'

interface Waiting {
  readonly events: readonly EventLine[]
  /** What was told so far is not all: the rest is read from the record. */
  readonly isMore: boolean
}

/** More than this are not kept for a client that is slow: they are in the record. */
const mostWaiting = 10_000
/** Told at a time. */
const batch = 2_000
/** States of single items that are told at once: more would be megabytes. */
export const mostItems = 10_000

export interface RunLiveOptions {
  readonly record: RunRecord
  readonly watch: RecordWatch
  readonly run: string
  /** Where the client is; without it all steps are told first, and what is said from now on. */
  readonly place: EventPlace | undefined
}

export async function* tellRun(
  { record, watch, run, place }: RunLiveOptions,
  signal: AbortSignal,
): AsyncGenerator<SentMessage, undefined> {
  const mailbox = new Mailbox<Waiting>(signal)
  const stop = watch.listen(({ events, isMore }) => {
    const own = events.flatMap((event) => (event.run === run ? [event] : []))
    if (own.length > 0 || isMore) mailbox.put((before) => merge(before, own, isMore))
  })
  try {
    const at = new Map(place ?? (await eventPlace(record, run)))
    if (!place)
      yield { message: { type: 'states', steps: await stepStates(record, run, { mostItems }) }, id: toCursor(at) }
    let waiting: Waiting | undefined = { events: await eventsAfter(record, run, at), isMore: false }
    const teller = new RunTeller(record, run, at)
    let isFirst = true
    while (waiting) {
      const { isMore } = waiting
      const events: readonly EventLine[] = isMore ? await eventsAfter(record, run, at) : waiting.events
      const coming = events.filter(({ writer, seq }) => seq > (at.get(writer) ?? 0))
      const isEnded = yield* teller.tell(coming, isFirst || isMore)
      if (isEnded) {
        yield { message: { type: 'end' }, id: toCursor(at) }
        return
      }
      isFirst = false
      waiting = await mailbox.take()
    }
  } finally {
    stop()
  }
}

function merge(before: Waiting | undefined, events: readonly EventLine[], isMore: boolean): Waiting {
  const all = [...(before?.events ?? []), ...events]
  if (isMore || before?.isMore || all.length > mostWaiting) return { events: [], isMore: true }
  return { events: all, isMore: false }
}

class RunTeller {
  readonly #record: RunRecord
  readonly #run: string
  readonly #at: Map<string, number>
  #told = ''

  /** @param at is moved to where the client then is */
  constructor(record: RunRecord, run: string, at: Map<string, number>) {
    this.#record = record
    this.#run = run
    this.#at = at
  }

  /**
   * @param looks whether to look at the run itself in any case
   * @returns whether nothing more comes: it has ended, or was removed
   */
  async *tell(events: readonly EventLine[], looks: boolean): AsyncGenerator<SentMessage, boolean> {
    let isRunChanged = looks
    for (let from = 0; from < events.length; from += batch) {
      const some = events.slice(from, from + batch)
      const news = await newsOf(this.#record, this.#run, some)
      isRunChanged ||= news.isRunChanged
      for (const { writer, seq } of some) this.#at.set(writer, Math.max(seq, this.#at.get(writer) ?? 0))
      const messages = messagesOf(news)
      // Only the last one says where the client then is: one that is cut off before has the others told again.
      for (const [index, message] of messages.entries())
        yield { message, ...(index === messages.length - 1 && { id: toCursor(this.#at) }) }
    }
    if (!isRunChanged) return false
    const details = await getRun(this.#record, this.#run)
    if (!details) return true
    const text = toJsonText(details)
    if (text !== this.#told) yield { message: { type: 'run', run: details }, id: toCursor(this.#at) }
    this.#told = text
    return details.status !== 'running'
  }
}

function messagesOf({ steps, logs, metrics }: RunNews): readonly RunMessage[] {
  const messages: RunMessage[] = []
  if (steps.length > 0) messages.push({ type: 'states', steps })
  if (logs.length > 0) messages.push({ type: 'logs', logs })
  if (metrics.length > 0) messages.push({ type: 'metrics', metrics })
  return messages
}

// A server as a sink: lines of the spool over HTTP, tried again when that may help, set aside when it never will.

import { ThroughlineError, type Issue } from 'throughline'
import {
  systemClock,
  type Blob,
  type Clock,
  type OnTrouble,
  type ProcessIdentity,
  type SpooledEvent,
} from '@throughline/store'
import { isRecord, processOf } from './event-fields.ts'
import { retryAfterMs, retrying, type RetryOptions, type TryLater } from './retry.ts'
import type { SetAside } from './set-aside.ts'
import { shipIssue } from './ship-issues.ts'
import type { EventSink, OpenRun } from './sink.ts'

export interface HttpSinkOptions {
  /** Where the server takes events, as `https://runs.example.com/api/record`. */
  readonly url: string
  readonly token?: string
  /** Where events go that the server refuses for good. */
  readonly setAside: SetAside
  readonly onTrouble?: OnTrouble
  readonly retry?: Pick<RetryOptions, 'maxAttempts' | 'backoffMs' | 'maxBackoffMs'>
  /** How long the server may take to answer, in milliseconds. @defaultValue 30 seconds */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly random?: () => number
  readonly fetch?: typeof fetch
}

/** The answer of a server that is final. */
interface Answer {
  readonly status: number
  readonly text: string
}

type RequestBody = NonNullable<NonNullable<Parameters<typeof fetch>[1]>['body']>

/** What may work later, besides every status from 500 on. */
const later = new Set([408, 425, 429])
/** What is said about the events, not about who sends them or where to. */
const aboutEvents = new Set([400, 413, 422])

/**
 * A sink that speaks HTTP:
 *
 * - `POST <url>/cursors` with `{ "writers": [...] }` answers `{ "cursors": { "<writer>": seq } }`;
 * - `POST <url>/events` with lines of a spool as `application/x-ndjson` answers the same, when all of them are applied;
 * - `GET <url>/open-runs?host=...` answers `{ "runs": [...] }` as of `EventSink.openRuns`;
 * - `POST <url>/blobs/missing` with `{ "ids": [...] }` answers `{ "missing": [...] }`, and `PUT <url>/blobs/<id>` brings the
 *   bytes of one, with its codec in the header `x-throughline-codec`. A server that keeps no blobs answers 404.
 *
 * What the network or a busy server does is tried again, with the pause that `Retry-After` asks for. A batch that the server
 * cannot take (400, 413, 422) is halved until one event is left, which is set aside. Any other refusal stops shipping, and
 * the events stay in the spool.
 *
 * Its calls throw:
 * @throws {ship/unreachable} after the last attempt
 * @throws {ship/refused}
 */
export function httpSink(options: HttpSinkOptions): EventSink {
  return new HttpSink(options)
}

class HttpSink implements EventSink {
  readonly #options: HttpSinkOptions
  readonly #clock: Clock
  readonly #url: string
  /** Without what may be secret in it. */
  readonly #to: string

  constructor(options: HttpSinkOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    const url = new URL(options.url)
    this.#to = `${url.origin}${url.pathname}`
    this.#url = options.url.replace(/\/+$/, '')
  }

  async cursors(writers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (writers.length === 0) return new Map()
    const body = JSON.stringify({ writers })
    const cursors = this.#cursorsIn(await this.#accepted('POST', '/cursors', body, 'application/json'))
    for (const writer of writers) {
      const cursor = this.#passed(writer, cursors.get(writer) ?? 0)
      if (cursor > 0) cursors.set(writer, cursor)
    }
    return cursors
  }

  async apply(events: readonly SpooledEvent[]): Promise<ReadonlyMap<string, number>> {
    const body = `${events.map(({ line }) => line).join('\n')}\n`
    const answer = await this.#ask('POST', '/events', body, 'application/x-ndjson')
    if (answer.status < 300) {
      const cursors = this.#cursorsIn(answer)
      for (const [writer, cursor] of cursors) cursors.set(writer, this.#passed(writer, cursor))
      return cursors
    }
    if (!aboutEvents.has(answer.status)) throw this.#refused(answer)
    if (events.length === 1) return this.#setAside(events[0]!, answer)
    const middle = Math.ceil(events.length / 2)
    const first = await this.apply(events.slice(0, middle))
    return new Map([...first, ...(await this.apply(events.slice(middle)))])
  }

  async openRuns(host: string): Promise<readonly OpenRun[]> {
    const answer = await this.#ask('GET', `/open-runs?host=${encodeURIComponent(host)}`)
    if (answer.status >= 300) throw this.#refused(answer)
    const { runs } = this.#json(answer)
    return Array.isArray(runs) ? runs.flatMap(openRunOf) : []
  }

  async missingBlobs(ids: readonly string[]): Promise<readonly string[]> {
    const answer = await this.#ask('POST', '/blobs/missing', JSON.stringify({ ids }), 'application/json')
    if (answer.status === 404) return []
    if (answer.status >= 300) throw this.#refused(answer)
    const { missing } = this.#json(answer)
    return Array.isArray(missing) ? missing.filter((id): id is string => ids.includes(id as string)) : []
  }

  async putBlob({ id, codec, bytes }: Blob): Promise<void> {
    const type = 'application/octet-stream'
    const answer = await this.#ask('PUT', `/blobs/${id}`, bytes, type, { 'x-throughline-codec': codec })
    // One that is too large for the server does not hold up the events.
    if (answer.status >= 300 && !aboutEvents.has(answer.status)) throw this.#refused(answer)
  }

  async #accepted(method: string, path: string, body: string, type: string): Promise<Answer> {
    const answer = await this.#ask(method, path, body, type)
    if (answer.status >= 300) throw this.#refused(answer)
    return answer
  }

  async #ask(
    method: string,
    path: string,
    body?: string | Uint8Array,
    type?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const { retry, signal, random = Math.random } = this.#options
    const options = { ...retry, clock: this.#clock, random, signal }
    const answer = await retrying(
      () => this.#attempt(method, path, body, { ...headers, ...(type !== undefined && { 'content-type': type }) }),
      options,
    )
    if ('value' in answer) return answer.value
    throw fatal(shipIssue('ship/unreachable', { to: this.#to, reason: answer.reason, attempts: answer.attempts }))
  }

  async #attempt(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly value: Answer } | TryLater> {
    const { token, signal, timeoutMs = 30_000, fetch: call = fetch } = this.#options
    const limit = new AbortController()
    const cancel = this.#clock.later(timeoutMs, () => limit.abort(new Error(`no answer in ${timeoutMs / 1000} s`)))
    try {
      const response = await call(`${this.#url}${path}`, {
        method,
        ...(body !== undefined && { body: body as RequestBody }),
        headers: {
          accept: 'application/json',
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        // A token is not carried to another server.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, limit.signal]) : limit.signal,
      })
      const text = await response.text()
      if (response.status < 500 && !later.has(response.status)) return { value: { status: response.status, text } }
      const afterMs = retryAfterMs(response.headers.get('retry-after'), this.#clock.nowMs())
      return { reason: `status ${response.status}`, afterMs }
    } catch (error) {
      signal?.throwIfAborted()
      return { reason: reasonOf(error) }
    } finally {
      cancel()
    }
  }

  #setAside(event: SpooledEvent, answer: Answer): ReadonlyMap<string, number> {
    const { writer, seq } = event.event
    this.#options.setAside.add(event)
    this.#options.onTrouble?.(
      shipIssue('ship/set-aside', { to: this.#to, status: answer.status, reason: shortReason(answer), writer, seq }),
    )
    return new Map([[writer, this.#passed(writer, seq)]])
  }

  /** An event that was set aside counts as applied. */
  #passed(writer: string, cursor: number): number {
    let passed = cursor
    while (this.#options.setAside.has(writer, passed + 1)) passed++
    return passed
  }

  #cursorsIn(answer: Answer): Map<string, number> {
    const { cursors } = this.#json(answer)
    if (!isRecord(cursors)) throw this.#refused({ status: answer.status, text: 'not the answer of such a server' })
    return new Map(Object.entries(cursors).flatMap(([writer, seq]) => (typeof seq === 'number' ? [[writer, seq]] : [])))
  }

  #json(answer: Answer): Readonly<Record<string, unknown>> {
    try {
      const content: unknown = JSON.parse(answer.text)
      if (isRecord(content)) return content
    } catch {
      // As any other answer that is none of ours.
    }
    throw this.#refused({ status: answer.status, text: 'not the answer of such a server' })
  }

  #refused(answer: Answer): ThroughlineError {
    const { status } = answer
    return fatal(shipIssue('ship/refused', { to: this.#to, status, reason: shortReason(answer) }))
  }
}

function fatal(issue: Issue): ThroughlineError {
  return new ThroughlineError([issue])
}

/** What a server says goes into a terminal: one line, short, nothing but text. */
function shortReason({ text }: Answer): string {
  return text
    .replaceAll(/[^\P{C}]+|\s+/gu, ' ')
    .trim()
    .slice(0, 200)
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: unknown; cause?: { message?: unknown; code?: unknown } }
  return String(cause?.message || cause?.code || message)
}

function openRunOf(found: unknown): readonly OpenRun[] {
  if (!isRecord(found)) return []
  const { run, startedAtMs, lastSeenMs, process } = found
  if (typeof run !== 'string' || typeof startedAtMs !== 'number' || typeof lastSeenMs !== 'number') return []
  const identity: ProcessIdentity | undefined = isRecord(process) ? processOf(process) : undefined
  return [{ run, startedAtMs, lastSeenMs, ...(identity && { process: identity }) }]
}

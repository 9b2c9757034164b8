// Tells a URL that a run has ended.

import { messageOf } from '../execute/failure.ts'
import { HOST_CLOCK, type Clock } from '../execute/clock.ts'
import type { Hooks, RunCounts, RunEnd, RunStart } from '../execute/hooks.ts'
import { isThroughlineError, ThroughlineError, throwIfAny } from '../errors/throughline-error.ts'
import { hookIssue } from './catalogue.ts'
import { expectOf } from './hook-option.ts'

/** What is posted: how the run went, and nothing of what it computed. */
export interface RunSummary {
  readonly runId: string
  readonly flow?: string
  readonly status: RunEnd['status']
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly counts: RunCounts
  readonly failures: readonly {
    readonly node: string
    readonly attempt: number
    /** The codes of Throughline's own errors, such as `check/failed`. */
    readonly codes: readonly string[]
    /** The first line of the error's message; with `messages`. */
    readonly message?: string
  }[]
}

/** The part of `fetch` that is used. */
export type PostRequest = (
  url: string,
  request: {
    readonly method: 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly signal: AbortSignal
  },
) => Promise<{
  readonly ok: boolean
  readonly status: number
  readonly body?: { cancel(): Promise<void> } | null
}>

export interface WebhookOptions {
  readonly url: string
  /** The runs that are told of. @defaultValue 'always' */
  readonly on?: 'always' | RunEnd['status'] | readonly RunEnd['status'][]
  /** Added to `content-type: application/json`. */
  readonly headers?: Readonly<Record<string, string>>
  /** True to send the messages of errors, which may hold what should stay. @defaultValue false */
  readonly messages?: boolean
  /** What to send in place of the summary: text as it is, anything else as JSON. `undefined` sends nothing. */
  readonly body?: (summary: RunSummary, end: RunEnd) => unknown
  /** @unit milliseconds  @defaultValue 10000 */
  readonly timeoutMs?: number
  /** Default: the `fetch` of the host. */
  readonly fetch?: PostRequest
  /** Default: the time of the host. */
  readonly clock?: Clock
}

/**
 * Hooks that post a summary of each run to a URL when the run has ended. The run waits for the answer before it settles,
 * and is never changed by it: what goes wrong is told to `onHookError`, or to the console. Runs within a run, as those
 * of the items of a fan-out, are not told of.
 *
 * @throws {hook/bad-option} when an option cannot be meant
 * @example
 * import { webhook } from 'throughline/hooks'
 * const sent = []
 * const fetch = async (url, { body }) => ({ ok: true, status: 200, sent: sent.push(JSON.parse(body)) })
 * const flow = dataflow({ answer: () => 42 }).with({ hooks: [webhook({ url: 'https://example.org/hook', fetch })] })
 * await flow.execute(['answer']) // => { answer: 42 }
 * sent[0].status // => 'succeeded'
 */
export function webhook(options: WebhookOptions): Hooks {
  const { url, on = 'always', headers = {}, messages = false, body, timeoutMs = 10_000, clock = HOST_CLOCK } = options
  const post = options.fetch ?? (globalThis as { readonly fetch?: PostRequest }).fetch
  const host =
    typeof url === 'string' ? /^https?:\/\/(?:[^/?#@]*@)?(?<host>[^/?#@]+)/i.exec(url)?.groups!['host'] : undefined
  const statuses: readonly string[] = typeof on === 'string' ? [on] : on
  const expect = expectOf('webhook')
  expect(host !== undefined, 'url', url, 'an address that begins with http:// or https://')
  const known = statuses.every((status) => ['always', 'succeeded', 'failed', 'aborted'].includes(status))
  expect(known && statuses.length > 0, 'on', on, "'always', 'succeeded', 'failed', 'aborted', or a list of these")
  expect(timeoutMs > 0, 'timeoutMs', timeoutMs, 'milliseconds above 0')
  expect(typeof post === 'function', 'fetch', post, 'a function: this host has none of its own')
  expect(body === undefined || typeof body === 'function', 'body', body, 'a function')
  const allHeaders = { 'content-type': 'application/json', ...lowerCased(headers) }
  const started = new Map<string, RunStart>()

  const send = async (text: string): Promise<void> => {
    const controller = new AbortController()
    let timer: unknown
    const late = new Promise<never>((_, reject) => {
      timer = clock.setTimeout(() => {
        const error = new ThroughlineError([hookIssue('hook/webhook-timeout', { host: host!, timeoutMs })])
        reject(error)
        controller.abort(error)
      }, timeoutMs)
    })
    try {
      const request = { method: 'POST', headers: allHeaders, body: text, signal: controller.signal } as const
      const response = await Promise.race([post!(url, request), late])
      // Nobody reads it, and it would hold the connection.
      void response.body?.cancel().catch(() => {})
      if (!response.ok) throwIfAny([hookIssue('hook/webhook-refused', { host: host!, status: response.status })])
    } finally {
      clock.clearTimeout(timer)
    }
  }
  return {
    onRunStart: (start) => {
      if (!start.parent) started.set(start.runId, start)
    },
    onRunEnd: async (end) => {
      const start = started.get(end.runId)
      started.delete(end.runId)
      if (!start || !(statuses.includes('always') || statuses.includes(end.status))) return
      const summary = summarize(start, end, messages)
      const content: unknown = body ? body(summary, end) : summary
      if (content !== undefined) await send(typeof content === 'string' ? content : JSON.stringify(content))
    },
  }
}

function summarize(start: RunStart, end: RunEnd, withMessages: boolean): RunSummary {
  const { runId, status, durationMs, counts } = end
  const failures = end.failures.map(({ node, attempt, cause }) => ({
    node,
    attempt,
    codes: isThroughlineError(cause) ? cause.issues.map((issue) => issue.code) : [],
    ...(withMessages && { message: messageOf(cause) }),
  }))
  const flow = start.flow === undefined ? {} : { flow: start.flow }
  return { runId, ...flow, status, startedAt: new Date(start.startedAtMs).toISOString(), durationMs, counts, failures }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

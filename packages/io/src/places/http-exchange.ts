// One request and its answer: redirects followed with care, silence ended, failures told in our words.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import { publicUrl } from './public-url.ts'

export interface HttpRequest {
  readonly url: URL
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST'
  /** Sent to the origin of the address only. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const MOST_REDIRECTS = 10
/** Nobody answers before all is sent, and `fetch` does not say how far it is: it may take as long as at 1 MB a second. */
const SLOWEST_BYTES_PER_MS = 1000

/** An answer, with a watch over the silences of its body. */
export interface HttpAnswer {
  readonly response: Response
  readonly silence: Silence
}

/** Any status but a redirect; its body must be read or cancelled, and the silence ended. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { timeoutMs, signal } = request
  const silence = new Silence(timeoutMs, signal)
  try {
    return { response: await followed(request, silence), silence }
  } catch (error) {
    silence.end()
    throw silence.failure(publicUrl(request.url)) ?? unreachable(request.url, error)
  }
}

async function followed(request: HttpRequest, silence: Silence): Promise<Response> {
  const { method, body } = request
  let { url, headers } = request
  for (let redirects = 0; ; redirects++) {
    const response = await silence.during(
      fetch(url, { method, headers, redirect: 'manual', signal: silence.signal, ...(body && { body }) }),
      (body?.length ?? 0) / SLOWEST_BYTES_PER_MS,
    )
    const target = response.headers.get('location')
    if (!isRedirect(response.status, body !== undefined) || target === null) return response
    await response.body?.cancel()
    const next = nextUrl(request.url, url, target)
    if (redirects >= MOST_REDIRECTS) throw badRedirect(request.url, `after ${MOST_REDIRECTS} other addresses`)
    // Who may know them is the origin that was named, and nobody whom it names.
    if (next.origin !== url.origin) headers = {}
    url = next
  }
}

/** What was sent is sent again only where the status says so. */
function isRedirect(status: number, hasBody: boolean): boolean {
  return hasBody ? status === 307 || status === 308 : [301, 302, 303, 307, 308].includes(status)
}

function nextUrl(first: URL, from: URL, target: string): URL {
  const next = URL.parse(target, from.href)
  if (next === null || (next.protocol !== 'https:' && next.protocol !== 'http:')) {
    throw badRedirect(first, 'to something that is no address on the web')
  }
  if (from.protocol === 'https:' && next.protocol === 'http:') throw badRedirect(first, 'from https to http')
  next.username = ''
  next.password = ''
  return next
}

function badRedirect(url: URL, found: string): ThroughlineError {
  return new ThroughlineError([ioIssue('io/http-redirect', { name: publicUrl(url), found })])
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_SOCKET: 'the connection was closed',
}

/** What `fetch` says of a connection, in our words. */
function unreachable(url: URL, error: unknown): unknown {
  if (!(error instanceof TypeError)) return error
  const { code = '', message = '' } = (error.cause ?? {}) as { code?: string; message?: string }
  const reason =
    REASONS[code] ?? (/^(CERT_|ERR_TLS|DEPTH_|SELF_|UNABLE_)/.test(code) ? `its certificate: ${code}` : message)
  return new ThroughlineError([ioIssue('io/unreachable', { name: publicUrl(url), reason: reason || error.message })], {
    cause: error,
  })
}

/** Ends what says nothing for too long, and what the caller ends. Time counts only while something is waited for. */
class Silence {
  readonly #controller = new AbortController()
  readonly #timeoutMs: number
  readonly #caller: AbortSignal
  readonly #abort = (): void => this.#controller.abort(this.#caller.reason)
  #isTimeout = false

  constructor(timeoutMs: number, caller: AbortSignal) {
    this.#timeoutMs = timeoutMs
    this.#caller = caller
    if (caller.aborted) this.#abort()
    else caller.addEventListener('abort', this.#abort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** @param sendingMs time that is not the server's */
  async during<Value>(waiting: Promise<Value>, sendingMs = 0): Promise<Value> {
    const timer = setTimeout(() => {
      this.#isTimeout = true
      this.#controller.abort()
    }, this.#timeoutMs + sendingMs)
    try {
      return await waiting
    } finally {
      clearTimeout(timer)
    }
  }

  /** Why it ended; nothing when it was neither silence nor the caller. */
  failure(name: string): unknown {
    if (this.#isTimeout) return new ThroughlineError([ioIssue('io/http-timeout', { name, timeoutMs: this.#timeoutMs })])
    return this.#caller.aborted ? (this.#caller.reason as unknown) : undefined
  }

  end(): void {
    this.#caller.removeEventListener('abort', this.#abort)
  }
}

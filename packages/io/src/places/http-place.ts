// An address on the web as a place: read by GET, written by PUT.

import { createHash, hash } from 'node:crypto'
import { ThroughlineError, type NodeContext } from 'throughline'
import { ioIssue } from '../issues.ts'
import { badOption } from '../tables/table-form.ts'
import { exchange, type HttpAnswer } from './http-exchange.ts'
import { inMemory, joined, tooLarge } from './limits.ts'
import type { ByteInput, ByteOutput, InputPlace, OutputPlace } from './place.ts'
import { throttledProgress } from './progress.ts'
import { publicUrl } from './public-url.ts'

export interface HttpOptions {
  /** Sent with every request, to this origin only; never described, never in messages. */
  readonly headers?: Readonly<Record<string, string>>
  /** So long may the server say nothing; what is sent may take another second for each MB. @defaultValue 30000 */
  readonly timeoutMs?: number
  /** More bytes than this are refused when they would be in memory at once, and as an answer to be sent. @defaultValue 2 GiB */
  readonly maxSizeBytes?: number
  /** How it is written. @defaultValue 'PUT' */
  readonly method?: 'PUT' | 'POST'
}

const MOST_BYTES = 2 ** 31

/** An address of `http:` or `https:`. What has a user and a password sends them as a header. @throws {io/bad-option} */
export function httpPlace(given: string | URL, options: HttpOptions = {}): InputPlace & OutputPlace {
  const { timeoutMs = 30_000, maxSizeBytes = MOST_BYTES, method = 'PUT' } = options
  const url = webUrl(given)
  const headers = { ...credentialsIn(url), ...options.headers }
  assertHeaders(headers)
  url.username = ''
  url.password = ''
  const name = publicUrl(url)
  if (!(timeoutMs > 0)) throw badOption('http', 'timeoutMs', String(timeoutMs), 'milliseconds above 0')
  if (method !== 'PUT' && method !== 'POST')
    throw badOption('http', 'method', JSON.stringify(method), "'PUT' or 'POST'")
  return {
    describe: () => ({ url: name }),
    open: async ({ signal, progress }) => {
      const answer = await exchange({ url, method: 'GET', headers, timeoutMs, signal })
      if (!answer.response.ok) throw await badStatus(answer, name, 'GET')
      return new HttpInput(name, answer, maxSizeBytes, progress)
    },
    version: async ({ signal }) => {
      const { response, silence } = await exchange({ url, method: 'HEAD', headers, timeoutMs, signal })
      silence.end()
      const etag = response.headers.get('etag')
      return response.ok && etag !== null && !etag.startsWith('W/') ? `etag:${etag}` : undefined
    },
    write: async (produce, context) => {
      const body = new BodyOutput(name, maxSizeBytes)
      const facts = await produce(body)
      // Only what is complete is sent: a server may keep what was cut off.
      const bytes = body.bytes()
      const { signal } = context
      const answer = await exchange({ url, method, headers, body: bytes, timeoutMs, signal })
      if (!answer.response.ok) throw await badStatus(answer, name, method)
      answer.silence.end()
      await answer.response.body?.cancel()
      return { ...facts, sizeBytes: bytes.length, sha256: hash('sha256', bytes), ...versionFacts(answer.response) }
    },
  }
}

function webUrl(given: string | URL): URL {
  const url = URL.parse(String(given))
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw badOption('http', 'url', url === null ? 'no address' : `an address of ${url.protocol}`, 'http: or https:')
}

/** What `fetch` says of a value that it refuses quotes it. */
function assertHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (areHeaders({ [name]: value })) continue
    const option = areHeaders({ [name]: '' }) ? `headers.${name}` : 'headers'
    throw badOption('http', option, 'nothing that can be sent', 'one line of text; names of letters, digits and "-"')
  }
}

function areHeaders(headers: Record<string, string>): boolean {
  try {
    return new Headers(headers) instanceof Headers
  } catch {
    return false
  }
}

function credentialsIn({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {}
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` }
}

async function badStatus({ response, silence }: HttpAnswer, name: string, method: string): Promise<ThroughlineError> {
  silence.end()
  const { status, statusText: reason } = response
  await response.body?.cancel().catch(() => {})
  return new ThroughlineError([ioIssue('io/http-status', { name, method, status, reason: reason.slice(0, 60) })])
}

function versionFacts({ headers }: Response): object {
  const etag = headers.get('etag')
  const modified = Date.parse(headers.get('last-modified') ?? '')
  return {
    ...(etag !== null && { etag }),
    ...(!Number.isNaN(modified) && { modifiedAt: new Date(modified).toISOString() }),
  }
}

class HttpInput implements ByteInput {
  readonly name: string
  readonly maxSizeBytes: number
  readonly sizeBytes?: number
  readonly isUnpacked: boolean
  readonly #answer: HttpAnswer
  readonly #progress: NodeContext['progress']
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  #doneBytes = 0
  #sha256: string | undefined

  constructor(name: string, answer: HttpAnswer, maxSizeBytes: number, progress: NodeContext['progress']) {
    const { headers } = answer.response
    // What is packed only for its way is unpacked by `fetch`; how much that is, nobody says.
    this.isUnpacked = !/^(identity)?$/i.test(headers.get('content-encoding') ?? '')
    const announced = this.isUnpacked ? null : headers.get('content-length')
    this.name = name
    this.maxSizeBytes = maxSizeBytes
    if (announced !== null) this.sizeBytes = Number(announced)
    this.#answer = answer
    this.#progress = progress
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const { response, silence } = this.#answer
    const tell = throttledProgress(this.#progress, this.sizeBytes)
    const sum = createHash('sha256')
    const reader = (this.#reader = response.body?.getReader())
    try {
      while (reader) {
        const { done, value } = await silence.during(reader.read())
        if (done) break
        sum.update(value)
        this.#doneBytes += value.length
        yield value
        tell(this.#doneBytes)
      }
    } catch (error) {
      const failure: unknown = silence.failure(this.name) ?? this.#cut(error)
      throw failure
    } finally {
      await reader?.cancel().catch(() => {})
    }
    if (this.sizeBytes !== undefined && this.sizeBytes !== this.#doneBytes) throw this.#cut(undefined)
    this.#sha256 = sum.digest('hex')
  }

  async bytes(): Promise<Uint8Array> {
    if (this.sizeBytes !== undefined && this.sizeBytes > this.maxSizeBytes) {
      throw tooLarge(this.name, 'what it sends', this.maxSizeBytes)
    }
    return await joined(inMemory(this))
  }

  async close(): Promise<object> {
    const { response, silence } = this.#answer
    silence.end()
    // Who has begun to read may have been left without being asked to end.
    await (this.#reader ?? response.body)?.cancel().catch(() => {})
    const whole = this.#sha256 !== undefined && { sizeBytes: this.#doneBytes, sha256: this.#sha256 }
    return { ...versionFacts(response), ...whole }
  }

  #cut(cause: unknown): ThroughlineError {
    const facts = { name: this.name, sizeBytes: this.#doneBytes, expectedBytes: this.sizeBytes }
    return new ThroughlineError([ioIssue('io/http-cut', facts)], { cause })
  }
}

/** Gathers all that will be sent. */
class BodyOutput implements ByteOutput {
  readonly name: string
  readonly #maxSizeBytes: number
  readonly #pieces: Uint8Array[] = []
  #sizeBytes = 0

  constructor(name: string, maxSizeBytes: number) {
    this.name = name
    this.#maxSizeBytes = maxSizeBytes
  }

  write(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.length
    if (this.#sizeBytes > this.#maxSizeBytes) throw tooLarge(this.name, 'what is sent', this.#maxSizeBytes)
    this.#pieces.push(bytes.slice())
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return Buffer.concat(this.#pieces)
  }
}

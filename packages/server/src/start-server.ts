// Starts the server of a record: its API, its pages, and what brings new events into the record.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isThroughlineError, ThroughlineError } from 'throughline'
import { openLocalStore, systemClock, type Clock, type OnTrouble, type Store } from '@throughline/store'
import { openRecord, type RunRecord } from '@throughline/tracking/record'
import type { RunningShipper } from '@throughline/tracking'
import { createApp, type AddRoutes } from './create-app.ts'
import { listen } from './http/listen.ts'
import { serverIssue } from './issues.ts'
import { keepTold } from './live/left-behind.ts'
import { watchRecord } from './live/record-watch.ts'
import { Streams } from './live/streams.ts'
import { isLoopback, KnownHosts } from './safety/hosts.ts'
import { checkTokens, Credentials, newToken } from './safety/tokens.ts'
import type { ProjectSide, ServerParts } from './server-parts.ts'

export interface ServerOptions {
  /** Address of the record: `sqlite:path` or `postgres://...`. Made when it is not there. */
  readonly record: string
  /** What a path in the address is relative to: the folder of the project. */
  readonly dir: string
  /** The folder of the store, with artifacts, and the spool that is brought into the record. Without it nothing is brought. */
  readonly store?: string
  /** @defaultValue '127.0.0.1' */
  readonly host?: string
  /** Without one the first that is free from 7717 on. */
  readonly port?: number
  /** Whoever has one may ask. Without them each start makes one; needed where others can reach the server. */
  readonly tokens?: readonly string[]
  /** Other names of this machine by which it is asked, when it listens on more than loopback. */
  readonly names?: readonly string[]
  readonly project?: ProjectSide
  readonly routes?: readonly AddRoutes[]
  /** Told what a user should know. */
  readonly onTrouble?: OnTrouble
  /** Told what failed inside, with all that is known. */
  readonly onFailure?: (error: unknown) => void
  readonly clock?: Clock
}

export interface RunningServer extends AsyncDisposable {
  /** `http://127.0.0.1:7717` */
  readonly url: string
  /** The same with a token, for a browser; without one when tokens are configured. */
  readonly address: string
  readonly token: string | undefined
  readonly port: number
  /** Brings what is recorded now into the record. @returns whether it worked */
  ship(): Promise<boolean>
  /** Ends streams and answers that are under way, and gives all back. A second call does nothing. */
  close(): Promise<void>
}

/**
 * Starts a server. It answers when the promise is settled.
 *
 * @throws {server/needs-token} for an address that others can reach, without tokens
 * @throws {server/weak-token} {server/port-taken} {server/cannot-listen}
 * @throws what `openRecord` throws
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host = '127.0.0.1', port, tokens = [], names = [], project, routes, store: folder } = options
  const { clock = systemClock, onTrouble = () => {}, onFailure = () => {} } = options
  checkTokens(tokens)
  if (!isLoopback(host) && tokens.length === 0)
    throw new ThroughlineError([serverIssue('server/needs-token', { host })])
  const token = tokens.length === 0 ? newToken() : undefined
  const credentials = new Credentials(token === undefined ? tokens : [token])

  const opened = new Closers()
  try {
    const record = opened.add(await openReadable(options, onTrouble))
    const store = folder === undefined ? undefined : openBlobs(folder, onTrouble)
    if (store) opened.add(store)
    const shipper = folder === undefined ? undefined : startShipping(options, folder, onTrouble)
    if (shipper) opened.add({ close: async () => (await shipper).stop() })
    opened.add(keepTold(record, clock))
    const watch = opened.add(watchRecord(record, clock))
    const streams = new Streams(clock, onFailure)
    const found = { record, watch, streams, clock }
    const parts: ServerParts = { ...found, ...(store && { blobs: store.blobs }), ...(project && { project }) }
    const hosts = new KnownHosts(host, names)
    const listening = await listen({ host, port }, (taken) => {
      const common = { parts, hosts, credentials, cookie: `throughline-${taken}`, pages: pagesFolder(), onFailure }
      const app = createApp({ ...common, ...(routes && { routes }) })
      return (request) => app.fetch(request)
    })
    opened.add({ close: () => (streams.close(), listening.close()) })
    const url = `http://${shownHost(host)}:${listening.port}`
    return {
      url,
      address: token === undefined ? url : `${url}/#token=${token}`,
      token,
      port: listening.port,
      ship: async () => shipper === undefined || (await shipper).flush(),
      close: () => opened.close(),
      [Symbol.asyncDispose]: () => opened.close(),
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

interface Closable {
  close(): void | Promise<void>
}

/** What was opened, closed in the opposite order; once. */
class Closers {
  readonly #opened: Closable[] = []
  #closing: Promise<void> | undefined

  add<One extends Closable>(one: One): One {
    this.#opened.push(one)
    return one
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    for (const one of this.#opened.toReversed()) await one.close()
  }
}

/** Loaded beside the rest: nobody waits for it. */
async function startShipping(
  { record: url, dir }: ServerOptions,
  store: string,
  onTrouble: OnTrouble,
): Promise<RunningShipper> {
  const { recordSink, startShipper } = await import('@throughline/tracking')
  return startShipper({ dir: store, sink: recordSink({ url, dir, store }), intervalMs: 300, onTrouble })
}

/** Where it cannot be written it is only read. */
async function openReadable({ record: url, dir }: ServerOptions, onTrouble: OnTrouble): Promise<RunRecord> {
  try {
    return await openRecord({ url, dir, onTrouble })
  } catch (error) {
    if (!isThroughlineError(error) || !error.issues.some(({ code }) => code === 'store/not-writable')) throw error
    return openRecord({ url, dir, onTrouble, access: 'read' }).catch((missing: unknown) => {
      // Without a record the reason is that none can be begun.
      throw isThroughlineError(missing) && missing.issues.some(({ code }) => code === 'record/missing')
        ? error
        : missing
    })
  }
}

function openBlobs(dir: string, onTrouble: OnTrouble): Store | undefined {
  try {
    return openLocalStore({ dir, onTrouble })
  } catch (error) {
    if (!isThroughlineError(error)) throw error
    for (const issue of error.issues) onTrouble(issue)
    return undefined
  }
}

function pagesFolder(): string {
  return join(dirname(fileURLToPath(import.meta.resolve('@throughline/ui/package.json'))), 'dist')
}

function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

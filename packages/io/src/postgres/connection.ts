// A connection to PostgreSQL: opened for one reading or writing and closed after it, or of a pool or client of somebody else.

import type { Client, ClientBase, Pool, PoolClient, PoolConfig } from 'pg'
import { isThroughlineError, ThroughlineError } from 'throughline'
import { oneAtATime } from '../databases/connection-queue.ts'
import { reasonOf } from '../databases/subject.ts'
import { ioIssue } from '../issues.ts'
import { badOption } from '../tables/table-form.ts'
import { loadPg, type ImportPackage } from './load-pg.ts'

/** An address, or what `pg` takes as configuration: opened and closed by us; or a pool or client that is open. */
export type PostgresConnection = string | PoolConfig | Pool | ClientBase

const CONNECT_TIMEOUT_MS = 10_000

/** Where it is, without user, password and parameters. */
export interface PostgresPlace {
  readonly host: string
  readonly database: string
}

/** @throws {io/bad-option} when a part of the password would be taken for the host or the database, and shown */
export function placeOf(owner: string, connection: PostgresConnection): PostgresPlace {
  if (typeof connection === 'string') return placeOfAddress(owner, connection)
  const config = (isPool(connection) ? connection.options : connection) as PoolConfig & Partial<Client>
  if (typeof config.connectionString === 'string') return placeOfAddress(owner, config.connectionString)
  const host = config.host ?? process.env['PGHOST'] ?? 'localhost'
  const port = config.port ?? process.env['PGPORT'] ?? 5432
  return { host: `${host}:${port}`, database: config.database ?? process.env['PGDATABASE'] ?? '' }
}

function placeOfAddress(owner: string, address: string): PostgresPlace {
  const url = URL.parse(address)
  // A folder of a socket, or nothing that can be shown safely.
  if (url === null) return { host: 'unknown', database: '' }
  const { hostname, port, pathname, search, searchParams, hash } = url
  if (`${pathname}${search}${hash}`.includes('@')) {
    const expected = 'postgres://user:password@host:5432/database, where / ? # @ in a password are %2F %3F %23 %40'
    throw badOption(owner, 'connection', 'an address with an @ behind its host', expected)
  }
  const host = hostname || (searchParams.get('host') ?? 'localhost')
  return { host: `${host}:${port || '5432'}`, database: decoded(pathname.slice(1)) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `shop on db.example.com:5432` */
export function shownPlace({ host, database }: PostgresPlace): string {
  return database === '' ? `PostgreSQL on ${host}` : `${database} on ${host}`
}

function isPool(connection: object): connection is Pool {
  return 'totalCount' in connection && 'connect' in connection
}

function isClient(connection: object): connection is ClientBase {
  return 'query' in connection && typeof connection.query === 'function'
}

export interface Session {
  readonly client: ClientBase
  /** Ends what the server does for this session, from the outside. */
  readonly cancel: () => void
}

export interface SessionOptions {
  /** As it is shown. */
  readonly place: string
  readonly signal: AbortSignal
  readonly importPackage?: ImportPackage | undefined
}

interface OpenSession extends Session {
  close(error?: unknown): Promise<void>
}

/**
 * When the signal aborts, the server is told to cancel, so that it does not go on for nobody.
 *
 * @throws {io/unreachable} {io/missing-package}
 */
export async function openSession(connection: PostgresConnection, options: SessionOptions): Promise<OpenSession> {
  const { signal } = options
  signal.throwIfAborted()
  const { client, close, cancel } = await orAborted(connect(connection, options), signal)
  // Without a listener, an error between two queries would end the process; it is found by the next query.
  const ignore = (): void => {}
  client.on('error', ignore)
  if (signal.aborted) {
    await close()
    throw signal.reason
  }
  signal.addEventListener('abort', cancel, { once: true })
  return {
    client,
    cancel,
    close: async (error) => {
      signal.removeEventListener('abort', cancel)
      await close(error)
      if (!isClosed.has(client)) client.removeListener('error', ignore)
    },
  }
}

const isClosed = new WeakSet<ClientBase>()

interface Connected {
  readonly client: ClientBase
  readonly cancel: () => void
  readonly close: (error?: unknown) => Promise<void>
}

/** A pool may have none to give for a long time: one that comes too late goes back at once. */
async function orAborted(connecting: Promise<Connected>, signal: AbortSignal): Promise<Connected> {
  return await new Promise((resolve, reject) => {
    const abort = (): void => {
      void connecting.then(
        ({ close }) => close(),
        () => {},
      )
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    void connecting.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function connect(connection: PostgresConnection, { place, importPackage }: SessionOptions): Promise<Connected> {
  try {
    if (typeof connection === 'object' && isPool(connection)) {
      const client: PoolClient = await connection.connect()
      return {
        client,
        cancel: () => void cancelOn(connection, client),
        // One that may be within a transaction is of no use to others.
        close: async (error) => client.release(error !== undefined),
      }
    }
    if (typeof connection === 'object' && isClient(connection)) {
      await assertAlone(connection, place)
      const { Client: Another } = await loadPg(importPackage)
      const config = { ...(connection as Client & { connectionParameters?: object }).connectionParameters }
      const cancel = (): void => void cancelOver(new Another(config), connection)
      return { client: connection, cancel, close: async () => {} }
    }
    const { Client: Connected } = await loadPg(importPackage)
    const config: PoolConfig = typeof connection === 'string' ? { connectionString: connection } : connection
    const client = new Connected({ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ...config })
    client.on('error', () => {})
    await client.connect()
    return {
      client,
      cancel: () => void cancelOver(new Connected(config), client),
      close: async () => {
        isClosed.add(client)
        await client.end().catch(() => {})
      },
    }
  } catch (cause) {
    if (isThroughlineError(cause)) throw cause
    const issue = ioIssue('io/unreachable', { name: place, reason: connectReason(cause) })
    throw new ThroughlineError([issue], { cause })
  }
}

/**
 * Our transaction would become part of theirs, and end it. Each statement outside of one is a transaction, which begins with it.
 *
 * @throws {io/locked}
 */
async function assertAlone(client: ClientBase, name: string): Promise<void> {
  const { rows } = await client
    .query<{ isWithin: boolean }>('select now() <> statement_timestamp() as "isWithin"')
    .catch((cause: unknown) => {
      if ((cause as { code?: unknown } | null)?.code === FAILED_TRANSACTION) return { rows: [{ isWithin: true }] }
      throw cause
    })
  if (rows[0]?.isWithin !== true) return
  const reason = 'a transaction is open on this connection already'
  throw new ThroughlineError([ioIssue('io/locked', { name, waitedMs: 0, reason })])
}

const FAILED_TRANSACTION = '25P02'

/** What is said of users and passwords is not repeated. */
function connectReason(cause: unknown): string {
  const { code, errors } = (cause ?? {}) as { readonly code?: string; readonly errors?: readonly unknown[] }
  if (code?.startsWith('28')) return 'it does not accept the user or the password'
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND') return 'its host is not known'
  return reasonOf(errors?.[0] ?? cause)
}

const CANCEL = 'select pg_cancel_backend($1)'

function backendOf(client: ClientBase): number | undefined {
  return (client as ClientBase & { readonly processID?: number }).processID
}

async function cancelOver(other: Client, client: ClientBase): Promise<void> {
  other.on('error', () => {})
  try {
    await other.connect()
    await other.query(CANCEL, [backendOf(client)])
  } catch {
    // The connection ends in any case.
  } finally {
    await other.end().catch(() => {})
  }
}

/** A pool may have no second connection to give: it gets one later, or the end of this one is noticed by the server. */
async function cancelOn(pool: Pool, client: ClientBase): Promise<void> {
  const { Client: Another } = await loadPg()
  await cancelOver(new Another(pool.options), client)
}

/** One connection that somebody else uses as well. */
export function isSharedClient(connection: PostgresConnection): connection is ClientBase {
  return typeof connection === 'object' && !isPool(connection) && isClient(connection)
}

/** Within one session; of a client of somebody else, a turn. */
export async function withSession<Result>(
  connection: PostgresConnection,
  options: SessionOptions,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const run = async (): Promise<Result> => {
    const session = await openSession(connection, options)
    let failure: unknown
    try {
      return await work(session)
    } catch (error) {
      failure = error ?? new Error('unknown')
      throw error
    } finally {
      await session.close(failure)
    }
  }
  return isSharedClient(connection) ? await oneAtATime(connection, run) : await run()
}

// Databases of DuckDB that are open in this process. One file is opened once: DuckDB does not notice a second time, and
// the two would overwrite each other.

import { mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api'
import { ThroughlineError } from 'throughline'
import { oneAtATime } from '../databases/connection-queue.ts'
import { ioIssue } from '../issues.ts'
import { fileFailure } from '../places/file-failure.ts'
import { duckdbFailure } from './duckdb-failure.ts'
import { interruptOn } from './interrupt-on.ts'
import { loadDuckdb, type ImportPackage } from './load-duckdb.ts'
import { spillFolder } from './spill-folder.ts'

/** A path, or an instance or a connection that somebody else opens and closes, as a `resource`. */
export type DuckdbDatabase = string | DuckDBInstance | DuckDBConnection

const MEMORY = ':memory:'

export function shownDatabase(database: DuckdbDatabase): string {
  return typeof database === 'string' ? database : 'DuckDB'
}

export interface Access {
  /**
   * A stream is read for as long as its reader likes, and what is made of it may be written to the same file: it opens the
   * file for both if nobody else has it.
   */
  readonly access: 'read' | 'stream' | 'write'
  readonly busyTimeoutMs: number
  readonly signal: AbortSignal
  readonly importPackage?: ImportPackage | undefined
}

export interface DuckdbSession {
  readonly connection: DuckDBConnection
  /** It belongs to somebody else, who may use it again at any time. */
  readonly isShared: boolean
  /** What follows is not interrupted any more: it has to clean up. */
  readonly stopInterrupting: () => void
  /** @param unfinished a stream that was left: DuckDB keeps the file open until it is collected */
  readonly close: (unfinished?: DuckDBResult) => void
}

/**
 * A connection to read or write by. When the signal aborts, what runs on it is interrupted.
 *
 * @throws {io/missing-package} {io/not-found} {io/locked} {io/database}
 */
export async function openSession(database: DuckdbDatabase, access: Access): Promise<DuckdbSession> {
  access.signal.throwIfAborted()
  await loadDuckdb(access.importPackage)
  const { connection, isShared, release } = await connect(database, access)
  const stopInterrupting = interruptOn(access.signal, connection)
  const close = (unfinished?: DuckDBResult): void => {
    stopInterrupting()
    if (!isShared) connection.closeSync()
    if (unfinished && !isShared) collected.register(unfinished, release)
    else release()
  }
  if (!access.signal.aborted) return { connection, isShared, stopInterrupting, close }
  close()
  throw access.signal.reason
}

/** Until then others in this process share the open file. */
const collected = new FinalizationRegistry<() => void>((release) => void setImmediate(release))

async function connect(
  database: DuckdbDatabase,
  access: Access,
): Promise<{ connection: DuckDBConnection; isShared: boolean; release: () => void }> {
  if (typeof database === 'object') {
    if (!('connect' in database)) return { connection: database, isShared: true, release: () => {} }
    return { connection: await database.connect(), isShared: false, release: () => {} }
  }
  const { instance, release } = await lease(database, access)
  try {
    return { connection: await instance.connect(), isShared: false, release }
  } catch (error) {
    release()
    throw error
  }
}

/** Writers of one database wait for each other: DuckDB would refuse the later one. */
export async function withWriter<Result>(
  database: DuckdbDatabase,
  access: Omit<Access, 'access'>,
  work: (session: DuckdbSession) => Promise<Result>,
): Promise<Result> {
  const run = async (): Promise<Result> => {
    const session = await openSession(database, { ...access, access: 'write' })
    try {
      return await work(session)
    } finally {
      session.close()
    }
  }
  const queue = typeof database === 'object' ? database : queueOf(await keyOf(database))
  return await oneAtATime(queue, run)
}

const queues = new Map<string, object>()

function queueOf(key: string): object {
  const queue = queues.get(key) ?? {}
  queues.set(key, queue)
  return queue
}

interface Opened {
  mode: 'READ_ONLY' | 'READ_WRITE'
  instance: Promise<DuckDBInstance>
  users: number
}

const opened = new Map<string, Opened>()

/** The same file by whatever path. */
async function keyOf(path: string): Promise<string> {
  if (path === MEMORY) return path
  const whole = resolve(path)
  const folder = await realpath(dirname(whole)).catch(() => dirname(whole))
  return await realpath(whole).catch(() => join(folder, basename(whole)))
}

const RETRY_MS = 20

/** @throws the reason of the signal, once it has aborted */
async function pauseFor(delayMs: number, signal: AbortSignal): Promise<void> {
  await pause(delayMs, undefined, { signal }).catch(() => {})
  signal.throwIfAborted()
}

async function lease(path: string, access: Access): Promise<{ instance: DuckDBInstance; release: () => void }> {
  if (path === MEMORY) {
    const { api } = await loadDuckdb()
    const instance = await api.DuckDBInstance.create(MEMORY, { temp_directory: spillFolder() })
    return { instance, release: () => instance.closeSync() }
  }
  const key = await keyOf(path)
  if (access.access === 'write') {
    await mkdir(dirname(key), { recursive: true }).catch((error: unknown) => {
      throw fileFailure(error, path, 'write')
    })
  } else {
    await stat(path).catch((error: unknown) => {
      throw fileFailure(error, path, 'read')
    })
  }
  const started = performance.now()
  for (;;) {
    const known = opened.get(key)
    if (known === undefined || access.access !== 'write' || known.mode === 'READ_WRITE') break
    const waitedMs = Math.round(performance.now() - started)
    if (waitedMs >= access.busyTimeoutMs) {
      const reason = 'this process reads it, and opened it for that alone; open it once, and pass the instance to both'
      throw new ThroughlineError([ioIssue('io/locked', { name: path, waitedMs, reason })])
    }
    await pauseFor(RETRY_MS, access.signal)
  }
  const one = opened.get(key) ?? begin(key, path, access)
  one.users++
  const release = (): void => {
    if (--one.users > 0) return
    if (opened.get(key) === one) opened.delete(key)
    void one.instance.then((instance) => instance.closeSync()).catch(() => {})
  }
  try {
    return { instance: await one.instance, release }
  } catch (error) {
    release()
    throw error
  }
}

function begin(key: string, path: string, access: Access): Opened {
  const mode = access.access === 'read' ? 'READ_ONLY' : 'READ_WRITE'
  const once = access.access === 'stream' ? { ...access, busyTimeoutMs: 0 } : access
  const one: Opened = { mode, instance: openPatiently(key, path, mode, once), users: 0 }
  if (access.access === 'stream') {
    one.instance = one.instance.catch(() => {
      one.mode = 'READ_ONLY'
      return openPatiently(key, path, one.mode, access)
    })
  }
  one.instance.catch(() => {})
  opened.set(key, one)
  return one
}

/** Another process may have it for a moment. */
async function openPatiently(
  key: string,
  path: string,
  mode: Opened['mode'],
  { busyTimeoutMs, signal }: Access,
): Promise<DuckDBInstance> {
  const { api } = await loadDuckdb()
  const started = performance.now()
  for (;;) {
    try {
      // Many processes may read one file: what they set aside beside it would be one folder for all.
      const spill = mode === 'READ_ONLY' ? { temp_directory: spillFolder() } : {}
      return await api.DuckDBInstance.create(key, { access_mode: mode, ...spill })
    } catch (cause) {
      const waitedMs = Math.round(performance.now() - started)
      const isLocked = cause instanceof Error && /Could not set lock/.test(cause.message)
      if (!isLocked) throw duckdbFailure(cause, { name: `to open ${path}` })
      if (waitedMs >= busyTimeoutMs) {
        const reason = 'another process has it open; DuckDB lets one write, or many read'
        throw new ThroughlineError([ioIssue('io/locked', { name: path, waitedMs, reason })], { cause })
      }
      await pauseFor(RETRY_MS, signal)
    }
  }
}

// A connection to a file of SQLite: opened for one reading or writing and closed after it, or one that is open already.

import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ThroughlineError } from 'throughline'
import { oneAtATime } from '../databases/connection-queue.ts'
import { ioIssue } from '../issues.ts'
import { fileFailure } from '../places/file-failure.ts'
import { sqliteFailure } from './sqlite-failure.ts'

/** A path, or a database that somebody else opens and closes, as a `resource`. */
export type SqliteDatabase = string | DatabaseSync

/** Without secrets: a database of SQLite has none. */
export function pathOf(database: SqliteDatabase): string {
  return typeof database === 'string' ? database : (database.isOpen && database.location()) || ':memory:'
}

/** @throws {io/not-found} {io/unreadable} */
export async function assertThere(database: SqliteDatabase): Promise<void> {
  if (typeof database !== 'string') return
  const found = await stat(database).catch((cause: unknown) => {
    throw fileFailure(cause, database, 'read')
  })
  if (found.isFile()) return
  throw new ThroughlineError([ioIssue('io/unreadable', { name: database, reason: 'it is no file' })])
}

/** Never waits inside of SQLite: that would stop the event loop. */
export function openDatabase(database: SqliteDatabase, readOnly: boolean): { open: DatabaseSync; close: () => void } {
  if (typeof database !== 'string') return { open: database, close: () => {} }
  try {
    const open = new DatabaseSync(database, { timeout: 0 })
    // Opened for both all the same: what a killed writer has left is undone by whoever reads next.
    if (readOnly) open.exec('pragma query_only = true')
    return { open, close: () => open.close() }
  } catch (cause) {
    throw sqliteFailure(cause, { path: database, name: `to open ${database}` })
  }
}

/** A connection to write by, of its own for a path, whose folder is made if need be; of one that is open, a turn. */
export async function withDatabase<Result>(
  database: SqliteDatabase,
  work: (open: DatabaseSync) => Promise<Result>,
): Promise<Result> {
  if (typeof database !== 'string') return await oneAtATime(database, () => work(database))
  await mkdir(dirname(database), { recursive: true }).catch((cause: unknown) => {
    throw fileFailure(cause, database, 'write')
  })
  const { open, close } = openDatabase(database, false)
  try {
    return await work(open)
  } finally {
    close()
  }
}

// Opens the database of a store's folder, for writing or only for reading.

import { basename, join } from 'node:path'
import { ThroughlineError } from 'throughline'
import type { Files } from '../files/files.ts'
import type { StoreFolder } from '../folder/open-folder.ts'
import { storeIssue } from '../issues.ts'
import { failureIssue, failureOf } from '../trouble/failure.ts'
import type { Health } from '../trouble/health.ts'
import type { Database } from './database.ts'
import { checkMark, DamagedDatabase, hasLocalTables, hasUnknownForm } from './local-damage.ts'
import { localTables } from './local-tables.ts'
import { migrate, NewerTables } from './migrate.ts'
import { openSelfHealing } from './self-healing.ts'
import { openSqlite } from './sqlite.ts'

export interface OpenLocalOptions {
  readonly folder: StoreFolder
  readonly files: Files
  readonly durability: 'process' | 'sync'
  readonly health: Health
  readonly nowMs: () => number
}

/** @throws {store/newer-format} {store/not-writable} {store/disk-full} {store/disk-failed} {store/locked} */
export function openLocal({ folder, files, durability, health, nowMs }: OpenLocalOptions): Database {
  const path = join(folder.path, 'local.db')
  if (folder.access === 'read-only') return openForReading(path, files)
  try {
    return openSelfHealing({
      path,
      files,
      nowMs,
      open: (file) => openTables(file, { durability, files }),
      isSound: hasLocalTables,
      onDamaged: (aside) =>
        health.tell(storeIssue('store/database-damaged', { path: folder.path, aside: basename(aside) })),
    })
  } catch (error) {
    if (error instanceof NewerTables) {
      const { found, known } = error
      throw new ThroughlineError([storeIssue('store/newer-format', { path: folder.path, found, known })])
    }
    const failure = failureOf(error)
    if (failure === undefined) throw error
    // The folder may be ours and its database another user's.
    if (failure === 'not-writable' && files.facts(path)) {
      health.tell(failureIssue(error, { path: folder.path }))
      health.stopStoring()
      return openForReading(path, files)
    }
    throw new ThroughlineError([{ ...failureIssue(error, { path: folder.path, readable: false }), severity: 'error' }])
  }
}

function openTables(
  path: string,
  { durability, files }: { readonly durability: 'process' | 'sync'; readonly files: Files },
): Database {
  let database: Database | undefined
  try {
    database = openSqlite(path, { durability })
    checkMark(database)
    migrate(database, localTables)
    if (!hasLocalTables(database)) throw new DamagedDatabase('its tables are others')
    return database
  } catch (error) {
    database?.close()
    if (failureOf(error) === 'not-writable' && hasUnknownForm(path, files)) throw new DamagedDatabase('unknown form')
    throw error
  }
}

/** Whatever is wrong with the file, a reader sees an empty database. */
function openForReading(path: string, files: Files): Database {
  // The log of a writer can only be read by who may write beside it; without a log the file cannot change.
  const modes = files.facts(`${path}-wal`) ? (['read-only'] as const) : (['immutable', 'read-only'] as const)
  for (const access of files.facts(path) ? modes : []) {
    let database: Database | undefined
    try {
      database = openSqlite(path, { access })
      if (hasLocalTables(database)) return database
    } catch (error) {
      if (failureOf(error) === undefined) throw error
    }
    database?.close()
  }
  const empty = openSqlite(':memory:')
  migrate(empty, localTables)
  return empty
}

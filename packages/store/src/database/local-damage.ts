// Damage of `local.db` that SQLite does not call damage: a header or a schema that says something else than was written.

import type { Files } from '../files/files.ts'
import type { Database, SqlRow } from './database.ts'
import { localMark, localTables } from './local-tables.ts'
import { migrate } from './migrate.ts'
import { openSqlite } from './sqlite.ts'

/** As SQLite says it of a file that is no database. */
const notADatabase = 26

/** The file is none that this room has written. */
export class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase'
  readonly errcode: number = notADatabase
}

/**
 * Compares the version of the tables with the mark that is written beside it.
 *
 * @throws {DamagedDatabase} when they say different things
 */
export function checkMark(database: Database): void {
  // Both of one moment: another process may be making the tables.
  database.exec('BEGIN')
  const version = numberOf(database, 'user_version')
  const mark = numberOf(database, 'application_id')
  database.exec('COMMIT')
  if (mark !== (version === 0 ? 0 : localMark + version))
    throw new DamagedDatabase(`version ${version} has the mark ${mark}`)
}

/** @returns whether the tables are those of this version, to the letter */
export function hasLocalTables(database: Database): boolean {
  expected ??= expectedSchema()
  const found = schemaOf(database)
  return [...expected].every(([name, sql]) => found.get(name) === sql)
}

/** SQLite refuses to write to a file of a later form of SQLite, which no SQLite of Node has ever written. */
export function hasUnknownForm(path: string, files: Files): boolean {
  const file = files.openFile(path)
  if (!file) return false
  try {
    // https://www.sqlite.org/fileformat.html, "The Database Header": offset 18 is the write version, 19 the read version.
    return file.readAt(18, 2).some((version) => version > 2)
  } finally {
    file.close()
  }
}

let expected: ReadonlyMap<string, string> | undefined

function expectedSchema(): ReadonlyMap<string, string> {
  const fresh = openSqlite(':memory:')
  try {
    migrate(fresh, localTables)
    return schemaOf(fresh)
  } finally {
    fresh.close()
  }
}

function schemaOf(database: Database): ReadonlyMap<string, string> {
  const text = (value: SqlRow[string] | undefined): string => String(value)
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master').all()
  return new Map(
    rows.map((row) => [`${text(row['type'])} ${text(row['name'])} ${text(row['tbl_name'])}`, text(row['sql'])]),
  )
}

function numberOf(database: Database, pragma: string): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma])
}

// Brings the tables of a database to the newest version, in one transaction.

import type { Database } from './database.ts'

/** Statements that lead from one version of the tables to the next. The first leads from an empty database to 1. */
export type Migrations = readonly string[]

/** The tables are of a version that this program does not know. */
export class NewerTables extends Error {
  override readonly name = 'NewerTables'
  readonly found: number
  readonly known: number

  constructor(found: number, known: number) {
    super(`the tables have version ${found}, known is ${known}`)
    this.found = found
    this.known = known
  }
}

/**
 * Runs the migrations that a database does not have yet. Safe when several processes do it at once.
 *
 * @throws {NewerTables} when a newer program wrote it; nothing is changed
 */
export function migrate(database: Database, migrations: Migrations): void {
  if (versionOf(database, migrations) === migrations.length) return
  database.transaction(() => {
    for (const step of migrations.slice(versionOf(database, migrations))) database.exec(step)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}

function versionOf(database: Database, migrations: Migrations): number {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > migrations.length) throw new NewerTables(version, migrations.length)
  return version
}

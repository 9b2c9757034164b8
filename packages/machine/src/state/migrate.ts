// A state that was kept in an older shape is led to the shape of today.

import { ThroughlineError } from 'throughline'
import { machineIssue } from '../errors/catalogue.ts'

type State = Readonly<Record<string, unknown>>

/** By the version that they begin with. */
export type Migrations = Readonly<Record<number, (state: State) => State>>

/** @throws {app/newer-schema} or {app/no-migration} */
export function migrateState(state: State, found: number, wanted: number, migrations: Migrations, app: string): State {
  if (found > wanted) throw new ThroughlineError([machineIssue('app/newer-schema', { app, found, known: wanted })])
  let migrated = state
  for (let from = found; from < wanted; from++) {
    const migration = migrations[from]
    if (!migration) throw new ThroughlineError([machineIssue('app/no-migration', { app, found, from, wanted })])
    migrated = migration(migrated)
  }
  return migrated
}

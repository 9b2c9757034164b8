// Opens the database of a record: a file at once, a server when it answers.

import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ThroughlineError } from 'throughline'
import { openFolder, nodeFiles } from '@throughline/store'
import { failureOf, openPostgresTables, openSqliteTables, type TableDatabase } from '@throughline/store/tables'
import { applicationId, migrations } from './migrations.ts'
import type { RecordOptions } from './open-record.ts'
import { recordIssue } from './record-issues.ts'
import type { RecordPlace } from './record-url.ts'

export const defaultBusyTimeoutMs = 15_000

export type DatabaseOptions = Pick<RecordOptions, 'access' | 'durability' | 'busyTimeoutMs' | 'onTrouble'>

export async function openDatabase<Tables>(
  place: RecordPlace,
  options: DatabaseOptions,
): Promise<TableDatabase<Tables>> {
  return place.kind === 'postgres' ? openServer(place, options) : openFile(place, options)
}

export function openServer<Tables>(
  place: Extract<RecordPlace, { readonly kind: 'postgres' }>,
  { onTrouble }: DatabaseOptions,
): Promise<TableDatabase<Tables>> {
  return openPostgresTables(place.url, {
    migrations,
    schema: 'throughline',
    onLost: (error) => onTrouble?.(recordIssue('record/unreachable', { url: place.shown, reason: error.message })),
  })
}

export function openFile<Tables>(
  place: Extract<RecordPlace, { readonly kind: 'sqlite' }>,
  { access = 'write', durability = 'process', busyTimeoutMs = defaultBusyTimeoutMs }: DatabaseOptions,
): TableDatabase<Tables> {
  if (access === 'write') makeFolder(dirname(place.path))
  else if (!existsSync(place.path)) throw new ThroughlineError([recordIssue('record/missing', { url: place.shown })])
  const file = { migrations, applicationId, durability, busyTimeoutMs }
  if (access === 'write') return openSqliteTables(place.path, file)
  try {
    return openSqliteTables(place.path, { ...file, access: 'read-only' })
  } catch (error) {
    // Who reads a log has to write beside it; without a log, where nobody may write, the file cannot change.
    if (failureOf(error) !== 'not-writable' || existsSync(`${place.path}-wal`)) throw error
    return openSqliteTables(place.path, { ...file, access: 'immutable' })
  }
}

/** Of a folder that cannot be written, the database says by itself whether that matters to it. */
function makeFolder(folder: string): void {
  if (basename(folder) === '.throughline')
    openFolder(folder, { files: nodeFiles, onTrouble: () => {}, access: 'write' })
  else mkdirSync(folder, { recursive: true })
}

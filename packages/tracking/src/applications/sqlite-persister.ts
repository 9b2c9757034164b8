// Keeps applications in an SQLite file, that of the record unless another one is given.

import { join, resolve } from 'node:path'
import type { OptionNames, Persister } from '@throughline/machine'
import { nodeFiles, openFolder, type Clock, type OnTrouble, type Processes } from '@throughline/store'
import { defaultBusyTimeoutMs, openFile } from '../record/open-database.ts'
import { toRecordError } from '../record/record-trouble.ts'
import { checkPersisterOptions } from './check-persister-options.ts'
import { DatabasePersister } from './database-persister.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { Teller } from './teller.ts'
import type { TellingTime } from './telling-time.ts'

export interface SqlitePersisterOptions {
  /** The folder of the store. @defaultValue '.throughline' */
  readonly dir?: string
  /** Another file than `store.db` in it. */
  readonly file?: string
  /** What the record says of applications; with false it says nothing. */
  readonly record?: ApplicationRecordOptions | false
  /**
   * What is recorded survives `process` the end of the process, `sync` also a power cut: then each append waits for the disk.
   * @defaultValue 'process'
   */
  readonly durability?: 'process' | 'sync'
  /** With `read` nothing is written, and what would write throws. @defaultValue 'write' */
  readonly access?: 'write' | 'read'
  /** How long it waits for other processes. @defaultValue 15 seconds @unit milliseconds */
  readonly busyTimeoutMs?: number
  readonly onTrouble?: OnTrouble
  readonly clock?: Clock
  readonly processes?: Processes
  readonly time?: TellingTime
}

const OPTIONS: OptionNames<SqlitePersisterOptions> = {
  dir: true,
  file: true,
  record: true,
  durability: true,
  access: true,
  busyTimeoutMs: true,
  onTrouble: true,
  clock: false,
  processes: false,
  time: false,
}

/**
 * Applications in the database of the record: their entries, and what the record says of them, in one transaction. It is
 * opened with the first call, and answers before its calls return, unless this thread is in the middle of another
 * transaction on the file.
 *
 * @throws {app/unknown-option}
 *
 * Its calls throw:
 * @throws {record/newer} {record/not-a-record} {record/damaged} {record/missing}
 * @throws {store/newer-format} {store/not-a-folder} {store/network-share} {store/unreadable-format} of the folder
 * @throws {store/disk-full} {store/not-writable} {store/locked} {store/disk-failed}
 * @throws {applications/damaged}
 *
 * @example
 * import { sqlitePersister } from '@throughline/tracking/applications'
 * const persister = sqlitePersister({ dir: '.throughline', record: { project: 'support' } })
 */
export function sqlitePersister(options: SqlitePersisterOptions = {}): Persister {
  checkPersisterOptions('sqlitePersister()', options, OPTIONS)
  const {
    dir = '.throughline',
    file = join(dir, 'store.db'),
    record = {},
    busyTimeoutMs = defaultBusyTimeoutMs,
  } = options
  const { clock, processes, time, access, durability, onTrouble = () => {} } = options
  const place = { kind: 'sqlite', path: resolve(file), shown: `sqlite:${file}` } as const
  const more = { ...(access && { access }), ...(durability && { durability }) }
  return new DatabasePersister({
    name: `SQLite in ${file}`,
    open: () => {
      // The folder of a store says so, whoever makes it.
      if (options.file === undefined && access !== 'read') openFolder(resolve(dir), { files: nodeFiles, onTrouble })
      return openFile(place, { busyTimeoutMs, ...more })
    },
    toError: (error) => toRecordError(error, place, busyTimeoutMs),
    teller: record === false ? undefined : new Teller(record),
    clock,
    processes,
    time,
  })
}

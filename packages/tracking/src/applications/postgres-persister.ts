// Keeps applications on a PostgreSQL server, beside the record.

import type { OptionNames, Persister } from '@throughline/machine'
import type { OnTrouble, Processes } from '@throughline/store'
import { ThroughlineError } from 'throughline'
import { openServer } from '../record/open-database.ts'
import { recordIssue } from '../record/record-issues.ts'
import { toRecordError } from '../record/record-trouble.ts'
import { parseRecordUrl } from '../record/record-url.ts'
import { checkPersisterOptions } from './check-persister-options.ts'
import { DatabasePersister } from './database-persister.ts'
import type { ApplicationRecordOptions } from './record-options.ts'
import { Teller } from './teller.ts'
import type { TellingTime } from './telling-time.ts'

export interface PostgresPersisterOptions {
  /** What the record says of applications; with false it says nothing. */
  readonly record?: ApplicationRecordOptions | false
  /** Told when an idle connection breaks. */
  readonly onTrouble?: OnTrouble
  readonly processes?: Processes
  readonly time?: TellingTime
}

const OPTIONS: OptionNames<PostgresPersisterOptions> = {
  record: true,
  onTrouble: true,
  processes: false,
  time: false,
}

/**
 * Applications in the database of the record: their entries, and what the record says of them, in one transaction. What is
 * recorded survives what the server's `synchronous_commit` says: with its default also a power cut.
 *
 * Its calls throw:
 * @throws {record/unreachable} {record/refused} {record/newer} {applications/damaged}
 *
 * @param url `postgres://user:password@host/database`, with `?schema=name` when the tables are not to be in the schema
 *   `throughline`
 * @throws {record/bad-url}, {app/unknown-option}
 */
export function postgresPersister(url: string, options: PostgresPersisterOptions = {}): Persister {
  checkPersisterOptions('postgresPersister()', options, OPTIONS)
  const { record = {}, onTrouble, processes, time } = options
  const place = parseRecordUrl(url, '')
  if (place.kind !== 'postgres') throw new ThroughlineError([recordIssue('record/bad-url', { found: url })])
  return new DatabasePersister({
    name: `PostgreSQL at ${place.shown}`,
    open: () => openServer(place, onTrouble ? { onTrouble } : {}),
    toError: (error) => toRecordError(error, place, 0),
    teller: record === false ? undefined : new Teller(record),
    processes,
    time,
  })
}

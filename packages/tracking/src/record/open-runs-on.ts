// Runs that have begun and not ended, so that somebody can find out whether they still run.

import type { TableDatabase } from '@throughline/store/tables'
import { processOf } from '../ship/event-fields.ts'
import type { OpenRun } from '../ship/sink.ts'
import type { RecordTables } from './rows.ts'

/** @param host only those that run there, or do not say where */
export async function openRunsOn(
  { query }: Pick<TableDatabase<RecordTables>, 'query'>,
  host: string | undefined,
): Promise<readonly OpenRun[]> {
  let runs = query
    .selectFrom('run')
    .select(['id', 'started_at_ms', 'last_seen_ms', 'process'])
    .where('status', '=', 'running')
    .where('project', 'is not', null)
    // An application rests without a process, and goes on in another one.
    .where((eb) => eb.or([eb('kind', 'is', null), eb('kind', '!=', 'application')]))
    .orderBy('id')
  if (host !== undefined) runs = runs.where((eb) => eb.or([eb('host', '=', host), eb('host', 'is', null)]))
  return (await runs.execute()).map((row) => {
    const process = row.process === null ? undefined : processOf(JSON.parse(row.process))
    return {
      run: row.id,
      startedAtMs: row.started_at_ms ?? 0,
      lastSeenMs: row.last_seen_ms ?? 0,
      ...(process && { process }),
    }
  })
}

// All that is said about one run itself.

import type { ErrorFacts, StepId, ValueFacts } from '../events/event.ts'
import { compact, readJson } from './decoded.ts'
import { tagsOfRuns, toSummary, type RunSummary } from './list-runs.ts'
import type { Readable } from './readable.ts'

export interface RunDetails extends RunSummary {
  readonly outputs: readonly string[]
  /** In the order in which they can run. */
  readonly nodes: readonly string[]
  readonly inputs: Readonly<Record<string, ValueFacts>>
  /** What made it run, with facts of its own. */
  readonly triggerFacts: Readonly<Record<string, unknown>>
  /** The step of the parent that started it. */
  readonly parentStep?: StepId
  /** Ids of what was pinned at the start. */
  readonly versions: {
    readonly graph?: string
    readonly config?: string
    readonly git?: string
    readonly lock?: string
    readonly runtime?: string
  }
  readonly process?: { readonly host: string; readonly pid: number; readonly started: string }
  /** When its last event was written. */
  readonly lastSeenMs: number
  readonly error?: ErrorFacts
  /** What was not recorded, because the spool was full or statistics took too long: how many of each kind. */
  readonly dropped: Readonly<Record<string, number>>
}

/** @returns undefined when there is no such run */
export async function getRun(record: Readable, id: string): Promise<RunDetails | undefined> {
  const { query } = record
  const row = await query.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.project === null) return undefined
  const tags = (await tagsOfRuns(record, [id])).get(id) ?? {}
  const dropped = await query.selectFrom('dropped').select(['kind', 'count']).where('run', '=', id).execute()
  const counts: Record<string, number> = {}
  for (const { kind, count } of dropped) counts[kind ?? ''] = (counts[kind ?? ''] ?? 0) + (count ?? 0)
  const { graph, config, git, lock, runtime } = row
  return compact<RunDetails>({
    ...toSummary(row, tags),
    outputs: readJson<string[]>(row.outputs) ?? [],
    nodes: readJson<string[]>(row.nodes) ?? [],
    inputs: readJson<RunDetails['inputs']>(row.inputs) ?? {},
    triggerFacts: readJson<RunDetails['triggerFacts']>(row.trigger_facts) ?? {},
    parentStep: readJson<StepId>(row.parent_step),
    versions: compact<RunDetails['versions']>({ graph, config, git, lock, runtime }),
    process: readJson<NonNullable<RunDetails['process']>>(row.process),
    lastSeenMs: row.last_seen_ms ?? 0,
    error: readJson<ErrorFacts>(row.error),
    dropped: counts,
  })
}

// Runs by what is known about them, the newest first, a page at a time.

import type { RunStatus } from '../events/event.ts'
import { isTagged } from '../record/is-tagged.ts'
import type { RunRow } from '../record/rows.ts'
import { compact } from './decoded.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'
import { matchesInOrder } from './searching.ts'

export interface RunFilter {
  readonly project?: string
  /** Name of the flow or application. */
  readonly flow?: string
  /** One of these. */
  readonly status?: readonly (RunStatus | 'running')[]
  /** All of these. */
  readonly tags?: Readonly<Record<string, string>>
  /** Begun at this time or later, in milliseconds since 1970. */
  readonly since?: number
  readonly actor?: string
  /** Runs that were started by this one. */
  readonly parent?: string
  /** Beginnings of words in the names of flow, project, actor, trigger and the tags that the run began with. */
  readonly text?: string
  /** Where the page before ended. */
  readonly cursor?: string
  /** @defaultValue 50 */
  readonly limit?: number
}

/** What a list says about a run. */
export interface RunSummary {
  readonly id: string
  readonly project: string
  readonly flow: string
  readonly kind: string
  readonly status: RunStatus | 'running'
  readonly startedAtMs: number
  readonly endedAtMs?: number
  readonly durationMs?: number
  readonly actor?: string
  /** What made it run: `command`, `schedule`. */
  readonly trigger?: string
  readonly parent?: string
  readonly root?: string
  /** Once it has ended. */
  readonly counts?: {
    readonly computed: number
    readonly cached: number
    readonly failed: number
    readonly skipped: number
  }
  /** As they are now. */
  readonly tags: Readonly<Record<string, string>>
}

export interface RunPage {
  readonly runs: readonly RunSummary[]
  /** For the next page; absent at the end. */
  readonly cursor?: string
}

const dayMs = 86_400_000

/** Runs, the newest first: by their ids, which begin with the time. Of one that is not known to have begun nothing is said. */
export async function listRuns(record: Readable, filter: RunFilter = {}): Promise<RunPage> {
  const { project, flow, status, tags = {}, since, actor, parent, text, cursor, limit = 50 } = filter
  const [firstTag, ...otherTags] = Object.entries(tags)
  // Whoever asks for a tag gets the runs in the order of the index of tags, so that rare and common ones are as fast.
  let query = firstTag
    ? record.query
        .selectFrom('tag as t')
        .crossJoin('run')
        .whereRef('run.id', '=', 't.run')
        .where('t.key', '=', firstTag[0])
        .where('t.value', '=', firstTag[1])
        .orderBy('t.run', 'desc')
        .$if(cursor !== undefined, (found) => found.where('t.run', '<', cursor!))
        .select(summaryColumns)
    : record.query
        .selectFrom('run')
        .orderBy('run.id', 'desc')
        .$if(cursor !== undefined, (found) => found.where('run.id', '<', cursor!))
        .select(summaryColumns)
  query = query.where('run.project', 'is not', null)
  if (project !== undefined) query = query.where('run.project', '=', project)
  if (flow !== undefined) query = query.where('run.subject', '=', flow)
  if (status !== undefined) query = query.where('run.status', 'in', [...status])
  if (actor !== undefined) query = query.where('run.actor', '=', actor)
  if (parent !== undefined) query = query.where('run.parent_run', '=', parent)
  if (since !== undefined)
    query = query.where('run.started_at_ms', '>=', since).where('run.id', '>=', firstIdAt(since - dayMs))
  for (const [key, value] of otherTags) query = query.where(isTagged(key, value))
  const found = text === undefined ? undefined : await matchesInOrder(record, text, limit)
  if (found) query = query.where(found)
  const { rows, next } = pageOf(await query.limit(limit + 1).execute(), limit, ({ id }) => id)
  const tagsOf = await tagsOfRuns(
    record,
    rows.map(({ id }) => id),
  )
  return { runs: rows.map((row) => toSummary(row, tagsOf.get(row.id) ?? {})), ...next }
}

export const summaryColumns = [
  'run.id',
  'run.project',
  'run.subject',
  'run.kind',
  'run.status',
  'run.started_at_ms',
  'run.ended_at_ms',
  'run.duration_ms',
  'run.actor',
  'run.trigger_kind',
  'run.parent_run',
  'run.root',
  'run.computed',
  'run.cached',
  'run.failed',
  'run.skipped',
] as const

type SummaryRow = {
  readonly [Column in (typeof summaryColumns)[number] extends `run.${infer Name}` ? Name : never]: RunRow[Column]
}

export function toSummary(row: SummaryRow, tags: Readonly<Record<string, string>>): RunSummary {
  const { computed, cached, failed, skipped } = row
  const counts = { computed: computed ?? 0, cached: cached ?? 0, failed: failed ?? 0, skipped: skipped ?? 0 }
  return compact<RunSummary>({
    id: row.id,
    project: row.project ?? '',
    flow: row.subject ?? '',
    kind: row.kind ?? '',
    status: (row.status ?? 'running') as RunSummary['status'],
    startedAtMs: row.started_at_ms ?? 0,
    endedAtMs: row.ended_at_ms,
    durationMs: row.duration_ms,
    actor: row.actor,
    trigger: row.trigger_kind,
    parent: row.parent_run,
    root: row.root,
    counts: computed === null ? undefined : counts,
    tags,
  })
}

export async function tagsOfRuns(
  { query }: Readable,
  runs: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const tags = new Map<string, Record<string, string>>()
  if (runs.length === 0) return tags
  const rows = await query
    .selectFrom('tag')
    .select(['run', 'key', 'value'])
    .where('run', 'in', runs)
    .where('value', 'is not', null)
    .orderBy('run')
    .orderBy('key')
    .execute()
  for (const { run, key, value } of rows) tags.set(run, { ...tags.get(run), [key]: value ?? '' })
  return tags
}

/** The smallest UUIDv7 of a moment: its first 48 bits are milliseconds since 1970. */
function firstIdAt(atMs: number): string {
  const hex = Math.max(0, Math.trunc(atMs)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}`
}

/** Ids of runs that begin so, the newest first: so that a person need not type a whole one. */
export async function findRuns({ query }: Readable, prefix: string, limit = 10): Promise<readonly string[]> {
  const runs = query
    .selectFrom('run')
    .select('id')
    .where('project', 'is not', null)
    .where('id', '>=', prefix)
    .where('id', '<', `${prefix}\u{10ffff}`)
  return (await runs.orderBy('id', 'desc').limit(limit).execute()).map(({ id }) => id)
}

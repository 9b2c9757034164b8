// Runs by what is known about them, the newest first, a page at a time.

import { among, sql } from '@throughline/store/tables'
import type { RunStatus } from '../events/event.ts'
import { isTagged } from '../record/is-tagged.ts'
import type { RunRow } from '../record/rows.ts'
import { compact } from './decoded.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'
import { matchesInOrder, matchesNone } from './searching.ts'

/** Of a name given as a list one is enough. */
export interface RunFilter {
  readonly project?: string | readonly string[]
  /** Name of the flow or application. */
  readonly flow?: string | readonly string[]
  /** One of these. */
  readonly status?: readonly (RunStatus | 'running')[]
  /** All of these. */
  readonly tags?: Readonly<Record<string, string>>
  /** Begun at this time or later, in milliseconds since 1970. */
  readonly since?: number
  /** Begun before this time, in milliseconds since 1970. */
  readonly until?: number
  /** Of runs that have ended: they took this many milliseconds, or more. */
  readonly minDurationMs?: number
  /** Of runs that have ended: they took this many milliseconds, or less. */
  readonly maxDurationMs?: number
  readonly actor?: string | readonly string[]
  /** What made it run: `command`, `schedule`. */
  readonly trigger?: string | readonly string[]
  /** `dataflow`, `application`. */
  readonly kind?: string | readonly string[]
  /** The beginning of the id of its graph, configuration, commit, lock file or runtime. */
  readonly version?: string
  /** Runs that were started by this one. */
  readonly parent?: string
  /** Beginnings of words in the names of flow, project, actor, trigger and the tags that the run began with. */
  readonly text?: string
  /** What none of the runs has. */
  readonly except?: RunExceptions
  /** Where the page before ended. */
  readonly cursor?: string
  /** @defaultValue 50 */
  readonly limit?: number
}

export interface RunExceptions {
  readonly project?: readonly string[]
  readonly flow?: readonly string[]
  readonly actor?: readonly string[]
  readonly trigger?: readonly string[]
  readonly kind?: readonly string[]
  readonly tags?: readonly (readonly [key: string, value: string])[]
  /** Words of which none may be there. */
  readonly text?: readonly string[]
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
  const { status, tags = {}, since, until, parent, text, cursor, limit = 50 } = filter
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
  if (status !== undefined) query = query.where('run.status', 'in', [...status])
  for (const condition of conditionsOf(record, filter)) query = query.where(condition)
  if (parent !== undefined) query = query.where('run.parent_run', '=', parent)
  if (since !== undefined)
    query = query.where('run.started_at_ms', '>=', since).where('run.id', '>=', firstIdAt(since - dayMs))
  if (until !== undefined)
    query = query.where('run.started_at_ms', '<', until).where('run.id', '<', firstIdAt(until + dayMs))
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

type Condition = ReturnType<typeof sql<boolean>>

const namedColumns = {
  project: 'run.project',
  flow: 'run.subject',
  actor: 'run.actor',
  trigger: 'run.trigger_kind',
  kind: 'run.kind',
} as const
const versionColumns = ['run.graph', 'run.config', 'run.git', 'run.lock', 'run.runtime'] as const

/** What does not decide in which order the runs are read. */
function* conditionsOf({ dialect }: Readable, filter: RunFilter): Iterable<Condition> {
  const { minDurationMs, maxDurationMs, version, except = {} } = filter
  for (const [field, column] of Object.entries(namedColumns)) {
    const name = field as keyof typeof namedColumns
    const wanted = filter[name]
    if (typeof wanted === 'string') yield sql<boolean>`${sql.ref(column)} = ${wanted}`
    else if (wanted) yield among(dialect, column, wanted)
    const unwanted = except[name]
    if (unwanted) yield sql<boolean>`(${sql.ref(column)} IS NULL OR NOT (${among(dialect, column, unwanted)}))`
  }
  if (minDurationMs !== undefined) yield sql<boolean>`run.duration_ms >= ${minDurationMs}`
  if (maxDurationMs !== undefined) yield sql<boolean>`run.duration_ms <= ${maxDurationMs}`
  if (version !== undefined) yield sql<boolean>`(${sql.join(versionColumns.map(beginsWith(version)), sql` OR `)})`
  for (const [key, value] of except.tags ?? []) yield sql<boolean>`NOT ${isTagged(key, value)}`
  for (const text of except.text ?? []) {
    const found = matchesNone(dialect, text)
    if (found) yield found
  }
}

/** With the part before the colon, or without: `code1:4934`, `4934`. */
function beginsWith(version: string): (column: string) => Condition {
  const escaped = version.replaceAll(/[\\%_]/g, String.raw`\$&`)
  return (column) =>
    sql<boolean>`(${sql.ref(column)} LIKE ${`${escaped}%`} ESCAPE '\\' OR ${sql.ref(column)} LIKE ${`%:${escaped}%`} ESCAPE '\\')`
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
export function firstIdAt(atMs: number): string {
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

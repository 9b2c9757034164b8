// Nodes of all projects, by what is written about them.

import type { CatalogRow } from '../record/rows.ts'
import { searchWords } from '../record/cells.ts'
import { compact, readJson } from './decoded.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'
import { matchesSome } from './searching.ts'
import type { StepStatus } from './steps-of.ts'

export interface CatalogFilter {
  readonly project?: string
  /** Beginnings of words in name, documentation, tags and type: all of them. */
  readonly text?: string
  /** Of a page without `text`. */
  readonly cursor?: string
  /** @defaultValue 50, at most 1,000 */
  readonly limit?: number
}

/** What the latest run of a node says. */
export interface CatalogEntry {
  readonly project: string
  readonly node: string
  readonly lastRun: string
  readonly lastStatus: StepStatus
  readonly lastAtMs?: number
  readonly code?: string
  readonly type?: string
  readonly doc?: string
  readonly tags?: Readonly<Record<string, string>>
  /** Data version of what came of it. */
  readonly outputVersion?: string
}

export interface CatalogPage {
  readonly entries: readonly CatalogEntry[]
  /** For the next page; never of a search by text. */
  readonly cursor?: string
}

const entryColumns = [
  'project',
  'node',
  'last_run',
  'last_status',
  'last_at_ms',
  'code',
  'type',
  'doc',
  'tags',
  'output_version',
] as const

type EntryRow = Pick<CatalogRow, (typeof entryColumns)[number]>

/** Among so many entries that match, the best are found; a text that more match is to be made more exact. */
const candidates = 1_000

/** Entries by project and name; with a text the best first: those with that name, then those whose name begins so. */
export async function catalogSearch(record: Readable, filter: CatalogFilter = {}): Promise<CatalogPage> {
  const { project, text, cursor } = filter
  const limit = Math.min(filter.limit ?? 50, candidates)
  let query = record.query.selectFrom('catalog').select(entryColumns)
  const matching = text === undefined ? undefined : matchesSome(record.dialect, text, { project, atMost: candidates })
  if (matching) {
    const rows = await query.where(matching).limit(candidates).execute()
    const scored = rows.map((row) => ({ row, score: scoreOf(row, text!) }))
    scored.sort((one, other) => other.score - one.score || byName(one.row, other.row))
    return { entries: scored.slice(0, limit).map(({ row }) => toEntry(row)) }
  }
  if (project !== undefined) query = query.where('project', '=', project)
  if (cursor !== undefined) {
    const [afterProject, afterNode] = JSON.parse(cursor) as [string, string]
    query = query.where((eb) => eb(eb.refTuple('project', 'node'), '>', eb.tuple(afterProject, afterNode)))
  }
  const found = await query
    .orderBy('project')
    .orderBy('node')
    .limit(limit + 1)
    .execute()
  const { rows, next } = pageOf(found, limit, (last) => JSON.stringify([last.project, last.node]))
  return { entries: rows.map(toEntry), ...next }
}

function scoreOf({ node }: EntryRow, text: string): number {
  const name = node.toLowerCase()
  const asked = text.trim().toLowerCase()
  if (name === asked) return 3
  if (name.startsWith(asked)) return 2
  return searchWords(text).every((word) => name.includes(word)) ? 1 : 0
}

function byName(one: EntryRow, other: EntryRow): number {
  if (one.project !== other.project) return one.project < other.project ? -1 : 1
  return one.node < other.node ? -1 : 1
}

function toEntry(row: EntryRow): CatalogEntry {
  return compact<CatalogEntry>({
    project: row.project,
    node: row.node,
    lastRun: row.last_run ?? '',
    lastStatus: (row.last_status ?? 'running') as StepStatus,
    lastAtMs: row.last_at_ms,
    code: row.code,
    type: row.type,
    doc: row.doc,
    tags: readJson<Record<string, string>>(row.tags),
    outputVersion: row.output_version,
  })
}

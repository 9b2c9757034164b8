// The catalog: of each node of a project what its latest run says, made again whenever something of that changed.

import { among, sql, type DialectName, type TableTransaction } from '@throughline/store/tables'
import { searchText } from './cells.ts'
import type { Changes } from './changes.ts'
import { tables } from './tables.ts'
import type { CatalogRow, RecordTables } from './rows.ts'

type Transaction = TableTransaction<RecordTables>

/** A node of a project. */
export type Entry = readonly [project: string, node: string]

/** The entries that changed rows may have a part in. The rows are written already. */
export async function entriesOf({ query, dialect }: Transaction, changes: Changes): Promise<readonly Entry[]> {
  const started = changes.of('run').flatMap(({ id, start_rank: rank }) => (rank ? [id as string] : []))
  const steps = changes.of('step')
  const stepRuns = [...new Set(steps.map(({ run }) => run as string))]
  const versions = changes.of('node_version').map(({ id }) => id as string)
  const entries = new Map<string, Entry>()
  const add = ({ project, node }: { readonly project: string | null; readonly node: string }): void => {
    if (project !== null) entries.set(`${project}\u0000${node}`, [project, node])
  }
  if (stepRuns.length > 0) {
    const runs = await query
      .selectFrom('run')
      .select(['id', 'project'])
      .where(among(dialect, 'id', stepRuns))
      .execute()
    const projects = new Map(runs.map(({ id, project }) => [id, project]))
    for (const { run, node } of steps) add({ project: projects.get(run as string) ?? null, node: node as string })
  }
  if (started.length > 0) {
    const nodes = query.selectFrom('step').innerJoin('run', 'run.id', 'step.run').select(['run.project', 'step.node'])
    ;(
      await nodes
        .distinct()
        .where(among(dialect, 'step.run', started))
        .execute()
    ).forEach(add)
  }
  if (versions.length > 0)
    (
      await query
        .selectFrom('catalog')
        .select(['project', 'node'])
        .where(among(dialect, 'code', versions))
        .execute()
    ).forEach(add)
  return [...entries.values()]
}

/** The entries of runs, before these are removed. */
export async function entriesOfRuns(
  { query, dialect }: Transaction,
  runs: readonly string[],
): Promise<readonly Entry[]> {
  const nodes = query.selectFrom('step').innerJoin('run', 'run.id', 'step.run').select(['run.project', 'step.node'])
  const found = await nodes
    .distinct()
    .where(among(dialect, 'step.run', runs))
    .execute()
  return found.flatMap(({ project, node }) => (project === null ? [] : [[project, node] as const]))
}

/** Makes entries anew from the runs and steps that there are. */
export async function refreshCatalog(transaction: Transaction, entries: readonly Entry[]): Promise<void> {
  const { query, dialect } = transaction
  if (entries.length === 0) return
  const { rows } = await sql<Omit<CatalogRow, 'search_text'> & { readonly output_type: string | null }>`
    WITH entry AS MATERIALIZED (${entryRows(dialect, entries)}),
    latest AS MATERIALIZED (
      SELECT project, node, (
        SELECT s.run FROM step AS s
        WHERE s.node = entry.node AND (SELECT r.project FROM run AS r WHERE r.id = s.run) = entry.project
        ORDER BY s.run DESC LIMIT 1
      ) AS run FROM entry
    ),
    place AS MATERIALIZED (
      SELECT project, node, run, (
        SELECT s.item FROM step AS s WHERE s.run = latest.run AND s.node = latest.node ORDER BY s.item LIMIT 1
      ) AS item FROM latest WHERE run IS NOT NULL
    )
    SELECT place.project, place.node, s.run AS last_run, s.status AS last_status,
      coalesce(s.ended_at_ms, s.started_at_ms) AS last_at_ms, s.code, v.type, v.doc, v.tags, s.output_version, s.output_type
    FROM place CROSS JOIN step AS s LEFT JOIN node_version AS v ON v.id = s.code AND v.node = s.node
    WHERE s.run = place.run AND s.node = place.node AND s.item = place.item AND s.sequence = (
      SELECT max(m.sequence) FROM step AS m WHERE m.run = place.run AND m.node = place.node AND m.item = place.item
    )
  `.execute(query)
  const found = rows.map(({ output_type: outputType, ...row }) => ({
    ...row,
    type: row.type ?? outputType,
    search_text: textOf(row.node, row.doc, row.type ?? outputType, row.tags),
  }))
  await transaction.merge(tables.catalog, found)
  if (found.length === entries.length) return
  const isThere = new Set(found.map(({ project, node }) => `${project}\u0000${node}`))
  for (const [project, node] of entries)
    if (!isThere.has(`${project}\u0000${node}`))
      await query.deleteFrom('catalog').where('project', '=', project).where('node', '=', node).execute()
}

function entryRows(dialect: DialectName, entries: readonly Entry[]): ReturnType<typeof sql> {
  if (dialect === 'postgres') {
    const [projects, nodes] = [entries.map(([project]) => project), entries.map(([, node]) => node)]
    return sql`SELECT * FROM unnest(${projects}::text[], ${nodes}::text[]) AS given (project, node)`
  }
  const json = JSON.stringify(entries)
  return sql`SELECT json_extract(value, '$[0]') AS project, json_extract(value, '$[1]') AS node FROM json_each(${json})`
}

/** Of what did not change it is not made again. */
const knownTexts = new Map<string, string>()

function textOf(node: string, doc: string | null, type: string | null, tags: string | null): string {
  const key = JSON.stringify([node, doc, type, tags])
  let text = knownTexts.get(key)
  if (text !== undefined) return text
  text = searchText(node, doc, type, ...tagTexts(tags))
  if (knownTexts.size >= 2_000) knownTexts.clear()
  knownTexts.set(key, text)
  return text
}

function tagTexts(tags: string | null): readonly string[] {
  if (tags === null) return []
  const parsed: unknown = JSON.parse(tags)
  return typeof parsed === 'object' && parsed !== null
    ? Object.entries(parsed).map(([key, one]) => `${key} ${one}`)
    : []
}

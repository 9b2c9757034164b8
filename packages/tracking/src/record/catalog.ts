// The catalog: of each node of a project what its latest run says, made again whenever something of that changed.

import { among, merge, rowsOf, sql, type DialectName, type Work, type WorkPlace } from '@throughline/store/tables'
import { searchText } from './cells.ts'
import type { Changes } from './changes.ts'
import { tables } from './tables.ts'
import type { CatalogRow, RecordTables } from './rows.ts'

type Place = WorkPlace<RecordTables>

/** A node of a project, and the latest of the runs that changed; null when the latest run is to be looked for. */
type Entry = readonly [project: string, node: string, run: string | null]

class Entries {
  readonly #entries = new Map<string, Entry>()

  add(project: string | null | undefined, node: string, run: string | null): void {
    if (project === null || project === undefined) return
    const key = `${project}\u0000${node}`
    const known = this.#entries.get(key)?.[2]
    if (known === undefined || (known !== null && run !== null && known < run))
      this.#entries.set(key, [project, node, run])
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()]
  }
}

/**
 * Runs of which something came before it is known here that they began: there may be steps of them. To be asked before
 * the rows are written.
 */
export function* runsBegunLate({ query, dialect }: Place, changes: Changes): Work<readonly string[]> {
  const started = changes.of('run').flatMap(({ id, start_rank: rank }) => (rank ? [id as string] : []))
  if (started.length === 0) return []
  const rows = query
    .selectFrom('run')
    .select('id')
    .where(among(dialect, 'id', started))
  return (yield* rowsOf(rows)).map(({ id }) => id)
}

/**
 * The entries that changed rows may have a part in. The rows are written already.
 *
 * @param begunLate see `runsBegunLate`
 */
export function* entriesOf(
  { query, dialect }: Place,
  changes: Changes,
  begunLate: readonly string[],
): Work<readonly Entry[]> {
  const steps = changes.of('step')
  const stepRuns = [...new Set(steps.map(({ run }) => run as string))]
  const versions = changes.of('node_version').map(({ id }) => id as string)
  const entries = new Entries()
  if (stepRuns.length > 0) {
    const rows = query
      .selectFrom('run')
      .select(['id', 'project'])
      .where(among(dialect, 'id', stepRuns))
    const projects = new Map((yield* rowsOf(rows)).map(({ id, project }) => [id, project]))
    for (const { run, node } of steps) entries.add(projects.get(run as string), node as string, run as string)
  }
  if (begunLate.length > 0)
    for (const { project, node, run } of yield* nodesOf(query, among(dialect, 'step.run', begunLate)))
      entries.add(project, node, run)
  if (versions.length > 0) {
    const rows = query.selectFrom('catalog').select(['project', 'node', 'last_run'])
    for (const { project, node, last_run: run } of yield* rowsOf(rows.where(among(dialect, 'code', versions))))
      entries.add(project, node, run)
  }
  return entries.all()
}

/** The entries of runs, before these are removed. */
export function* entriesOfRuns({ query, dialect }: Place, runs: readonly string[]): Work<readonly Entry[]> {
  const entries = new Entries()
  for (const { project, node } of yield* nodesOf(query, among(dialect, 'step.run', runs)))
    entries.add(project, node, null)
  return entries.all()
}

function nodesOf(
  query: Place['query'],
  condition: ReturnType<typeof among>,
): Work<readonly { readonly project: string | null; readonly node: string; readonly run: string }[]> {
  const nodes = query.selectFrom('step').innerJoin('run', 'run.id', 'step.run')
  return rowsOf(nodes.select(['run.project', 'step.node', 'step.run']).distinct().where(condition))
}

/** Makes entries anew from the runs and steps that there are. */
export function* refreshCatalog({ query, dialect }: Place, entries: readonly Entry[]): Work<void> {
  if (entries.length === 0) return
  const asked = sql<Omit<CatalogRow, 'search_text'> & { readonly output_type: string | null }>`
    WITH entry AS MATERIALIZED (${entryRows(dialect, entries)}),
    latest AS MATERIALIZED (
      SELECT project, node, CASE
        WHEN run IS NOT NULL THEN coalesce((
          SELECT c.last_run FROM catalog AS c
          WHERE c.project = entry.project AND c.node = entry.node AND c.last_run > entry.run
        ), run)
        ELSE (
          SELECT s.run FROM step AS s
          WHERE s.node = entry.node AND (SELECT r.project FROM run AS r WHERE r.id = s.run) = entry.project
          ORDER BY s.run DESC LIMIT 1
        )
      END AS run FROM entry
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
  `
  const rows = yield* rowsOf({ compile: () => asked.compile(query) })
  const found = rows.map(({ output_type: outputType, ...row }) => ({
    ...row,
    type: row.type ?? outputType,
    search_text: textOf(row.node, row.doc, row.type ?? outputType, row.tags),
  }))
  yield* merge(tables.catalog, found)
  if (found.length === entries.length) return
  const isThere = new Set(found.map(({ project, node }) => `${project}\u0000${node}`))
  for (const [project, node] of entries)
    if (!isThere.has(`${project}\u0000${node}`))
      yield* rowsOf(query.deleteFrom('catalog').where('project', '=', project).where('node', '=', node))
}

function entryRows(dialect: DialectName, entries: readonly Entry[]): ReturnType<typeof sql> {
  if (dialect === 'postgres') {
    const [projects, nodes, runs] = ([0, 1, 2] as const).map((index) => entries.map((entry) => entry[index]))
    return sql`SELECT * FROM unnest(${projects}::text[], ${nodes}::text[], ${runs}::text[]) AS given (project, node, run)`
  }
  const json = JSON.stringify(entries)
  return sql`SELECT json_extract(value, '$[0]') AS project, json_extract(value, '$[1]') AS node,
    json_extract(value, '$[2]') AS run FROM json_each(${json})`
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

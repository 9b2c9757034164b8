// Events out of a record as lines, and lines into a record: nothing is lost on the way.

import { parseEventLine, type SpooledEvent } from '@throughline/store'
import { ThroughlineError } from 'throughline'
import { among, type TableDatabase } from '@throughline/store/tables'
import { applyEvents, type ApplyContext } from './apply.ts'
import { piecesIn } from './pieces-of.ts'
import { recordIssue } from './record-issues.ts'
import type { RecordTables } from './rows.ts'

export interface ExportOptions {
  /** Ids of runs; without it everything. With it also the versions that these runs refer to. */
  readonly runs?: readonly string[]
}

const pageSize = 2_000

/** The lines of events, ordered by writer and number, without newlines. What is written while it goes on may be missing. */
export async function* exportEvents(
  { query, dialect }: Pick<TableDatabase<RecordTables>, 'query' | 'dialect'>,
  { runs }: ExportOptions = {},
): AsyncGenerator<string, void, undefined> {
  const versions = runs ? await versionsOfRuns({ query, dialect }, runs) : undefined
  const chosen = runs ? new Set(runs) : undefined
  let after: { readonly writer: string; readonly seq: number } | undefined
  for (;;) {
    let page = query.selectFrom('event').select(['writer', 'seq', 'run', 'type', 'body']).limit(pageSize)
    if (runs)
      page = page.where((eb) =>
        eb.or([among(dialect, 'run', runs), eb.and([eb('run', 'is', null), eb('type', '=', 'version')])]),
      )
    if (after) {
      const { writer, seq } = after
      page = page.where((eb) => eb(eb.refTuple('writer', 'seq'), '>', eb.tuple(writer, seq)))
    }
    const rows = await page.orderBy('writer').orderBy('seq').execute()
    for (const { run, body } of rows)
      if (!chosen || (run !== null && chosen.has(run)) || isOneOf(body, versions!)) yield body
    after = rows.at(-1)
    if (rows.length < pageSize) return
  }
}

function isOneOf(body: string, versions: ReadonlySet<string>): boolean {
  const { id } = JSON.parse(body) as { readonly id?: unknown }
  return typeof id === 'string' && versions.has(id)
}

async function versionsOfRuns(
  { query, dialect }: Pick<TableDatabase<RecordTables>, 'query' | 'dialect'>,
  runs: readonly string[],
): Promise<ReadonlySet<string>> {
  if (runs.length === 0) return new Set()
  const pinned = await query
    .selectFrom('run')
    .select(['graph', 'config', 'git', 'lock', 'runtime'])
    .where(among(dialect, 'id', runs))
    .execute()
  const codes = await query
    .selectFrom('step')
    .select('code')
    .distinct()
    .where(among(dialect, 'run', runs))
    .execute()
  const versions = new Set([...pinned, ...codes].flatMap((row) => Object.values(row)).filter((id) => id !== null))
  const bodies = await query
    .selectFrom('node_version')
    .select('body')
    .where(
      among(
        dialect,
        'id',
        codes.flatMap(({ code }) => code ?? []),
      ),
    )
    .execute()
  for (const { body } of bodies) for (const piece of piecesIn(body)) versions.add(piece)
  return versions
}

export interface Imported {
  /** Events that were new. */
  readonly added: number
  /** Those that were there, or belong to runs that were deleted here. */
  readonly skipped: number
}

/**
 * Takes lines of an export, in any order, any number of times.
 *
 * @throws {record/bad-line}
 */
export async function importEvents(
  context: ApplyContext,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Imported> {
  let [batch, bytes, number, added]: [SpooledEvent[], number, number, number] = [[], 0, 0, 0]
  let count = 0
  const apply = async (): Promise<void> => {
    added += (await applyEvents(context, batch, { by: 'identity' })).added
    batch = []
    bytes = 0
  }
  for await (const line of lines) {
    number++
    if (line === '') continue
    const event = parseEventLine(line)
    if (typeof event === 'string')
      throw new ThroughlineError([recordIssue('record/bad-line', { line: number, reason: event })])
    batch.push({ event, line })
    count++
    bytes += line.length
    if (batch.length >= pageSize || bytes > 8 << 20) await apply()
  }
  await apply()
  return { added, skipped: count - added }
}

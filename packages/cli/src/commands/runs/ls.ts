// throughline runs: what ran, the newest first.

import { formatInstant } from '@throughline/project/process'
import { listRuns, type RunFilter, type RunSummary } from '@throughline/tracking/queries'
import type { Issue } from 'throughline'
import { cliIssue } from '../../issues.ts'
import { renderTable, type Column } from '../../render/table.ts'
import { describeCounts, describeTags, idLength } from '../../render/run-name.ts'
import { formatDuration } from '../../terminal/duration.ts'
import type { Screen } from '../../terminal/terminal.ts'
import { withRecord, type NarrowedFlags } from '../../record/open-project-record.ts'
import { parseSince, parseTags } from '../../record/run-filters.ts'
import { reportIssues, type Context } from '../context.ts'

export interface RunsLsFlags extends NarrowedFlags {
  readonly flow?: string
  readonly status?: string
  readonly since?: string
  readonly tag?: readonly string[]
  readonly text?: string
  readonly limit?: string
  readonly json: boolean
}

const STATUSES = ['running', 'succeeded', 'failed', 'aborted', 'abandoned']
const MOST = 20

export async function ls(this: Context, flags: RunsLsFlags): Promise<void> {
  const filter = filterFrom(flags)
  if (Array.isArray(filter)) {
    reportIssues(this, filter)
    return
  }
  await withRecord(this, flags, async ({ record, project }) => {
    const asked = { ...filter, ...(project !== undefined && { project }) }
    const { runs, cursor } = await listRuns(record, asked)
    const { out } = this.terminal
    if (flags.json) out.write(`${JSON.stringify({ record: record.url, runs, isComplete: cursor === undefined })}\n`)
    else out.write(`${runs.length === 0 ? nothing(flags) : table(runs, cursor !== undefined, out)}\n`)
  })
}

function filterFrom({ flow, status, since, tag, text, limit }: RunsLsFlags): RunFilter | Issue[] {
  const issues: Issue[] = []
  const sinceMs = since === undefined ? undefined : parseSince(since, Date.now())
  if (since !== undefined && sinceMs === undefined)
    issues.push(cliIssue('cli/instant', { option: '--since', given: since }))
  const statuses = status?.split(',').map((one) => one.trim())
  const unknown = statuses?.find((one) => !STATUSES.includes(one))
  if (unknown !== undefined)
    issues.push(cliIssue('cli/choice', { option: '--status', given: unknown, known: STATUSES }))
  const most = limit === undefined ? MOST : Number(limit)
  if (!Number.isInteger(most) || most < 1) issues.push(cliIssue('cli/count', { option: '--limit', given: limit! }))
  if (issues.length > 0) return issues
  return {
    limit: most,
    ...(flow !== undefined && { flow }),
    ...(statuses && { status: statuses as NonNullable<RunFilter['status']> }),
    ...(sinceMs !== undefined && { since: sinceMs }),
    ...(tag && { tags: parseTags(tag) }),
    ...(text !== undefined && { text }),
  }
}

function nothing({ flow, status, since, tag, text, projectName }: RunsLsFlags): string {
  const isFiltered = [flow, status, since, tag, text, projectName].some((one) => one !== undefined)
  return isFiltered ? 'No run fits.' : 'Nothing is recorded yet: run a flow with  throughline run.'
}

const COLUMNS: readonly Column[] = [
  { name: 'run', widest: 36 },
  { name: 'project' },
  { name: 'flow', isFlexible: true },
  { name: 'status' },
  { name: 'started' },
  { name: 'took', isNumeric: true },
  { name: 'nodes' },
  { name: 'by' },
  { name: 'tags', isFlexible: true },
]

function table(runs: readonly RunSummary[], hasMore: boolean, { colours, columns }: Screen): string {
  const length = idLength(runs.map(({ id }) => id))
  const hasTags = runs.some(({ tags }) => Object.keys(tags).length > 0)
  const hasProjects = new Set(runs.map(({ project }) => project)).size > 1
  const isShown = (_: unknown, index: number): boolean => {
    const { name } = COLUMNS[index]!
    return name === 'tags' ? hasTags : name !== 'project' || hasProjects
  }
  const rows = runs.map(({ id, project, flow, status, startedAtMs, durationMs, counts, actor, tags, parent }) => [
    id.slice(0, length),
    project,
    parent === undefined ? flow : `${flow} (in a run)`,
    status,
    formatInstant(startedAtMs),
    durationMs === undefined ? '' : formatDuration(durationMs),
    describeCounts(counts),
    actor ?? '',
    describeTags(tags),
  ])
  const more = hasMore ? [colours.dim('and earlier ones; --limit shows more')] : []
  const shown = rows.map((row) => row.filter(isShown))
  return [...renderTable(COLUMNS.filter(isShown), shown, { colours, width: columns() }), ...more].join('\n')
}

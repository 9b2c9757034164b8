// What is around a run: the one before it, and how much of each kind it has.

import type { RunDetails } from './get-run.ts'
import { summaryColumns, tagsOfRuns, toSummary, type RunSummary } from './list-runs.ts'
import type { Readable } from './readable.ts'

/** The latest run of the same project and subject that began before it, and was started by no other run. */
export async function runBefore(
  record: Readable,
  { id, project, flow }: Pick<RunDetails, 'id' | 'project' | 'flow'>,
): Promise<RunSummary | undefined> {
  const row = await record.query
    .selectFrom('run')
    .select(summaryColumns)
    .where('run.subject', '=', flow)
    .where('run.project', '=', project)
    .where('run.id', '<', id)
    .where('run.parent_run', 'is', null)
    .orderBy('run.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toSummary(row, (await tagsOfRuns(record, [row.id])).get(row.id) ?? {})
}

export interface RunCounts {
  readonly steps: number
  readonly logs: number
  readonly metrics: number
  readonly checks: number
  readonly artifacts: number
}

export async function runCounts({ query }: Readable, run: string): Promise<RunCounts> {
  const count = async (table: 'step' | 'log' | 'metric_point' | 'check_result' | 'artifact'): Promise<number> => {
    const rows = query
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('run', '=', run)
    return (await rows.executeTakeFirst())?.count ?? 0
  }
  const [steps, logs, metrics, checks, artifacts] = await Promise.all([
    count('step'),
    count('log'),
    count('metric_point'),
    count('check_result'),
    count('artifact'),
  ])
  return { steps, logs, metrics, checks, artifacts }
}

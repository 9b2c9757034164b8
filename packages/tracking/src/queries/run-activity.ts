// How many runs there were: by day, and by project.

import { sql } from '@throughline/store/tables'
import { compact } from './decoded.ts'
import { firstIdAt } from './list-runs.ts'
import type { Readable } from './readable.ts'

export interface DayActivity {
  /** `2026-11-21`, in UTC. */
  readonly day: string
  readonly succeeded: number
  readonly failed: number
  /** Aborted, abandoned, running. */
  readonly other: number
}

export interface ProjectActivity {
  readonly name: string
  readonly lastAtMs?: number
  readonly runs: number
  /** Failed or abandoned. */
  readonly failed: number
}

const dayMs = 86_400_000

/** Of each day until now, the oldest first; days without runs are there with zeros. */
export async function activityByDay({ query }: Readable, days: number, nowMs: number): Promise<readonly DayActivity[]> {
  const today = Math.floor(nowMs / dayMs)
  const first = today - days + 1
  // A clock may differ from that of the run by some hours.
  const { rows } = await sql<{ day: number; status: string | null; count: number }>`
    SELECT day, status, count(*) AS count FROM (
      SELECT (started_at_ms - started_at_ms % ${sql.lit(dayMs)}) / ${sql.lit(dayMs)} AS day, status FROM run
      WHERE id >= ${firstIdAt((first - 1) * dayMs)} AND started_at_ms >= ${first * dayMs} AND project IS NOT NULL
    ) AS begun GROUP BY day, status
  `.execute(query)
  return Array.from({ length: days }, (_, index) => {
    const own = rows.filter(({ day }) => day === first + index)
    const count = (...among: readonly string[]): number =>
      own.reduce((sum, { status, count }) => (among.includes(status ?? 'running') ? sum + count : sum), 0)
    return {
      day: new Date((first + index) * dayMs).toISOString().slice(0, 10),
      succeeded: count('succeeded'),
      failed: count('failed'),
      other: count('running', 'aborted', 'abandoned'),
    }
  })
}

/** Every project, the one that ran last first. */
export async function activityByProject({ query }: Readable): Promise<readonly ProjectActivity[]> {
  const projects = await query
    .selectFrom('project')
    .select(['name', 'last_at_ms'])
    .orderBy('last_at_ms', 'desc')
    .orderBy('name')
    .execute()
  const counts = await query
    .selectFrom('run')
    .select(({ fn }) => ['project', 'status', fn.countAll<number>().as('count')])
    .where('project', 'is not', null)
    .groupBy(['project', 'status'])
    .execute()
  return projects.map(({ name, last_at_ms: lastAtMs }) => {
    const own = counts.filter(({ project }) => project === name)
    const failed = own.filter(({ status }) => status === 'failed' || status === 'abandoned')
    const sum = (some: typeof own): number => some.reduce((total, { count }) => total + count, 0)
    return compact<ProjectActivity>({ name, lastAtMs, runs: sum(own), failed: sum(failed) })
  })
}

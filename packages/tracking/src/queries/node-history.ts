// What became of a node from run to run, and the versions of its code.

import { compact, readJson } from './decoded.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'
import { toStep, type Step } from './steps-of.ts'

export interface NodeFilter {
  /** Without one of any project. */
  readonly project?: string
  /** Only in runs of this flow or application. */
  readonly flow?: string
  readonly node: string
  readonly cursor?: string
  /** @defaultValue 50 */
  readonly limit?: number
}

export interface NodeHistory {
  /** The newest first; those of single items are left out. */
  readonly steps: readonly Step[]
  readonly cursor?: string
}

export async function nodeHistory({ query }: Readable, filter: NodeFilter): Promise<NodeHistory> {
  const { project, flow, node, cursor, limit = 50 } = filter
  let steps = query
    .selectFrom('step')
    .crossJoin('run')
    .whereRef('run.id', '=', 'step.run')
    .selectAll('step')
    .where('step.node', '=', node)
    .where('step.item', '=', '')
    .where('step.status', 'is not', null)
    .where('run.project', 'is not', null)
  if (project !== undefined) steps = steps.where('run.project', '=', project)
  if (flow !== undefined) steps = steps.where('run.subject', '=', flow)
  if (cursor !== undefined) {
    const [run, sequence] = JSON.parse(cursor) as [string, number]
    steps = steps.where((eb) => eb(eb.refTuple('step.run', 'step.sequence'), '<', eb.tuple(run, sequence)))
  }
  const found = await steps
    .orderBy('step.run', 'desc')
    .orderBy('step.sequence', 'desc')
    .limit(limit + 1)
    .execute()
  const { rows, next } = pageOf(found, limit, (last) => JSON.stringify([last.run, last.sequence]))
  return { steps: rows.map(toStep), ...next }
}

/** What the code of a node was. */
export interface NodeVersion {
  readonly id: string
  readonly node: string
  readonly source?: string
  readonly doc?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly type?: string
  readonly file?: string
  readonly line?: number
  /** Versions of the packages that it uses. */
  readonly packages?: unknown
  readonly isImpure?: boolean
  /** All that was told, also what is not named here. */
  readonly body: unknown
}

export interface UsedVersion {
  readonly code: string
  /** The first and the last run with it, by their ids. */
  readonly firstRun: string
  readonly lastRun: string
  readonly runs: number
  /** Absent when nobody told what it was. */
  readonly version?: NodeVersion
}

/** The versions of a node's code, the one that ran last first. */
export async function versionsOf(
  record: Readable,
  { project, node }: { readonly project: string; readonly node: string },
): Promise<readonly UsedVersion[]> {
  const rows = await record.query
    .selectFrom('step')
    .crossJoin('run')
    .whereRef('run.id', '=', 'step.run')
    .select(({ fn }) => [
      'step.code',
      fn.min('step.run').as('firstRun'),
      fn.max('step.run').as('lastRun'),
      fn.count<number>('step.run').distinct().as('runs'),
    ])
    .where('step.node', '=', node)
    .where('run.project', '=', project)
    .where('step.code', 'is not', null)
    .groupBy('step.code')
    .orderBy('lastRun', 'desc')
    .execute()
  return Promise.all(
    rows.map(async ({ code, firstRun, lastRun, runs }) => {
      const version = await nodeVersion(record, code!, node)
      return { code: code!, firstRun, lastRun, runs, ...(version && { version }) }
    }),
  )
}

export async function nodeVersion({ query }: Readable, id: string, node: string): Promise<NodeVersion | undefined> {
  const rows = query.selectFrom('node_version').selectAll().where('id', '=', id).where('node', '=', node)
  const row = await rows.executeTakeFirst()
  if (!row) return undefined
  return compact<NodeVersion>({
    id: row.id,
    node: row.node,
    source: row.source,
    doc: row.doc,
    tags: readJson<Record<string, string>>(row.tags),
    type: row.type,
    file: row.file,
    line: row.line,
    packages: readJson<unknown>(row.packages),
    isImpure: row.is_impure === null ? undefined : row.is_impure === 1,
    body: readJson<unknown>(row.body) ?? {},
  })
}

const versionTables = {
  graph: 'graph_version',
  config: 'config_version',
  git: 'git_state',
  lock: 'lock',
  runtime: 'runtime',
} as const

/** What was told about a version that runs refer to. @returns undefined when nobody told it */
export async function versionBody({ query }: Readable, kind: keyof typeof versionTables, id: string): Promise<unknown> {
  const row = await query.selectFrom(versionTables[kind]).select('body').where('id', '=', id).executeTakeFirst()
  return row ? readJson<unknown>(row.body) : undefined
}

// The steps of a run: how each stands, what it read and what came of it.

import { sql } from '@throughline/store/tables'
import type { ErrorFacts, ValueFacts } from '../events/event.ts'
import type { StepRow } from '../record/rows.ts'
import { compact, readJson } from './decoded.ts'
import { pageOf } from './page.ts'
import type { Readable } from './readable.ts'

export type StepStatus = 'running' | 'retrying' | 'succeeded' | 'failed' | 'cached' | 'skipped'

export interface Step {
  readonly run: string
  readonly node: string
  /** Keys of the items around it and its own, in a fan-out. */
  readonly item?: readonly string[]
  /** In an application. */
  readonly sequence?: number
  readonly status: StepStatus
  readonly attempt: number
  /** Of its first attempt. */
  readonly startedAtMs?: number
  readonly endedAtMs?: number
  readonly durationMs?: number
  /** Code version. */
  readonly code?: string
  /** By the name under which it was read: which node or input it came from, and its data version. */
  readonly inputs: Readonly<Record<string, { readonly from: string; readonly version?: string }>>
  readonly output?: ValueFacts
  readonly error?: ErrorFacts
  /** Of `cached`: the run that made the value. */
  readonly from?: { readonly run: string; readonly atMs: number }
  readonly progress?: { readonly done: number; readonly total?: number }
}

export interface StepFilter {
  readonly node?: string
  /** Leaves out those of single items. @defaultValue false */
  readonly withoutItems?: boolean
  /** `name`: by node, item and sequence. `start`: those that began first. `duration`: those that took longest. @defaultValue 'name' */
  readonly order?: 'name' | 'start' | 'duration'
  readonly cursor?: string
  /** @defaultValue 1,000 */
  readonly limit?: number
}

export interface StepPage {
  readonly steps: readonly Step[]
  readonly cursor?: string
}

export async function stepsOf({ query }: Readable, run: string, filter: StepFilter = {}): Promise<StepPage> {
  const { node, withoutItems = false, order = 'name', cursor, limit = 1_000 } = filter
  let steps = query.selectFrom('step').selectAll().where('run', '=', run).where('status', 'is not', null)
  if (node !== undefined) steps = steps.where('node', '=', node)
  if (withoutItems) steps = steps.where('item', '=', '')
  const rank = ranks[order]
  if (cursor !== undefined) {
    const [afterNode, afterItem, afterSequence, afterRank = 0] = JSON.parse(cursor) as [string, string, number, number?]
    const after = sql`(${rank}, node, item, sequence) > (${afterRank}, ${afterNode}, ${afterItem}, ${afterSequence})`
    steps = steps.where(
      order === 'name'
        ? (eb) => eb(eb.refTuple('node', 'item', 'sequence'), '>', eb.tuple(afterNode, afterItem, afterSequence))
        : sql<boolean>`${after}`,
    )
  }
  if (order !== 'name') steps = steps.orderBy(rank)
  const found = await steps
    .orderBy('node')
    .orderBy('item')
    .orderBy('sequence')
    .limit(limit + 1)
    .execute()
  const { rows, next } = pageOf(found, limit, (last) => JSON.stringify(placeOf(last, order)))
  return { steps: rows.map(toStep), ...next }
}

/** What sorts the steps, the smallest first. What has not begun comes last, and what goes on takes no time yet. */
const ranks = {
  name: sql<number>`0`,
  start: sql<number>`coalesce(started_at_ms, ${sql.lit(Number.MAX_SAFE_INTEGER)})`,
  duration: sql<number>`-coalesce(duration_ms, 0)`,
} as const

function placeOf(row: StepRow, order: NonNullable<StepFilter['order']>): readonly (string | number)[] {
  const place = [row.node, row.item, row.sequence]
  if (order === 'name') return place
  return [...place, order === 'start' ? (row.started_at_ms ?? Number.MAX_SAFE_INTEGER) : -(row.duration_ms ?? 0)]
}

export function toStep(row: StepRow): Step {
  return compact<Step>({
    run: row.run,
    node: row.node,
    item: toItem(row.item),
    sequence: row.sequence === -1 ? undefined : row.sequence,
    status: row.status as StepStatus,
    attempt: row.attempt ?? 1,
    startedAtMs: row.started_at_ms,
    endedAtMs: row.ended_at_ms,
    durationMs: row.duration_ms,
    code: row.code,
    inputs: readJson<Step['inputs']>(row.inputs) ?? {},
    output: toOutput(row),
    error: readJson<ErrorFacts>(row.error),
    from: row.from_run === null ? undefined : { run: row.from_run, atMs: row.from_at_ms ?? 0 },
    progress: row.done === null ? undefined : compact({ done: row.done, total: row.total }),
  })
}

/** What a step gave, which has columns of its own for what is asked for often. */
export function toOutput({
  output_type: type,
  output_version: version,
  output,
}: Pick<StepRow, 'output_type' | 'output_version' | 'output'>): ValueFacts | undefined {
  if (type === null && version === null && output === null) return undefined
  return compact<ValueFacts>({ ...readJson<Partial<ValueFacts>>(output), type: type ?? '', version })
}

/** An item whose keys were too long to be a key of the table is one text. */
export function toItem(item: string): readonly string[] | undefined {
  if (item === '') return undefined
  try {
    return JSON.parse(item) as string[]
  } catch {
    return [item]
  }
}

// What is new in a run since somebody last looked, so that a page can follow it while it goes on.

import { sql, type DialectName } from '@throughline/store/tables'
import type { StepRow } from '../record/rows.ts'
import { isFields, toInteger, toName } from '../record/cells.ts'
import { compact } from './decoded.ts'
import type { Readable } from './readable.ts'
import { toLogLine, toMetricPoint, type LogLine, type MetricPoint } from './said-in.ts'
import { toItem, type StepStatus } from './steps-of.ts'

/** One step in short: without what it read and gave. */
export interface StepState {
  readonly node: string
  readonly item?: readonly string[]
  readonly sequence?: number
  readonly status: StepStatus
  readonly attempt: number
  readonly startedAtMs?: number
  readonly durationMs?: number
  readonly progress?: { readonly done: number; readonly total?: number }
}

/** How far somebody has read: by writer, the number of its last event. */
export type EventPlace = ReadonlyMap<string, number>

/** An event as its row says it. */
export interface EventLine {
  readonly writer: string
  readonly seq: number
  readonly type: string
  /** The line as it came. */
  readonly body: string
}

export interface RunNews {
  /** Steps as they are now, each once. */
  readonly steps: readonly StepState[]
  readonly logs: readonly LogLine[]
  readonly metrics: readonly MetricPoint[]
  /** Whether what is said about the run itself may be another now. */
  readonly isRunChanged: boolean
}

const stateColumns = [
  'node',
  'item',
  'sequence',
  'status',
  'attempt',
  'started_at_ms',
  'duration_ms',
  'done',
  'total',
] as const

/**
 * All steps of a run, by node, item and sequence: for what is drawn of a large run at once.
 *
 * @param mostItems so many of single items are among them, after the others: those that go on, and the slowest
 */
export async function stepStates(
  { query }: Readable,
  run: string,
  { mostItems }: { readonly mostItems?: number } = {},
): Promise<readonly StepState[]> {
  const steps = query.selectFrom('step').select(stateColumns).where('run', '=', run).where('status', 'is not', null)
  const inOrder = steps.orderBy('node').orderBy('item').orderBy('sequence')
  if (mostItems === undefined) return (await inOrder.execute()).map(toState)
  const whole = await inOrder.where('item', '=', '').execute()
  const items = await steps
    .where('item', '!=', '')
    .orderBy(sql`duration_ms IS NOT NULL`)
    .orderBy('duration_ms', 'desc')
    .orderBy('node')
    .orderBy('item')
    .limit(mostItems)
    .execute()
  return [...whole, ...items].map(toState)
}

/** How far the events of a run have come. */
export async function eventPlace({ query }: Readable, run: string): Promise<EventPlace> {
  const writers = query
    .selectFrom('event')
    .select(({ fn }) => ['writer', fn.max<number>('seq').as('seq')])
    .where('run', '=', run)
    .groupBy('writer')
  return new Map((await writers.execute()).map(({ writer, seq }) => [writer, seq]))
}

/** Of more writers than this the database is not told where each one was. */
const mostWriters = 50

/** Events of a run after a place, by writer and number. */
export async function eventsAfter({ query }: Readable, run: string, place: EventPlace): Promise<readonly EventLine[]> {
  let events = query.selectFrom('event').select(['writer', 'seq', 'type', 'body']).where('run', '=', run)
  if (place.size <= mostWriters)
    for (const [writer, seq] of place)
      events = events.where((eb) => eb.or([eb('writer', '!=', writer), eb('seq', '>', seq)]))
  const found = await events.orderBy('writer').orderBy('seq').execute()
  return found.filter(({ writer, seq }) => seq > (place.get(writer) ?? 0))
}

/** Asked for at a time. */
const chunk = 1_000
/** Beats say only that it is alive. */
const aboutSteps: ReadonlySet<string> = new Set(['step.started', 'step.progress', 'attempt.failed', 'step.ended'])
const aboutRuns: ReadonlySet<string> = new Set(['run.started', 'run.ended', 'tags', 'dropped'])

/** @param events of this run, that were applied */
export async function newsOf(record: Readable, run: string, events: readonly EventLine[]): Promise<RunNews> {
  const keys = new Map<string, StepKey>()
  for (const event of events) {
    const key = aboutSteps.has(event.type) ? stepKeyIn(event) : undefined
    if (key) keys.set(key.join('\n'), key)
  }
  const places = (type: string): EventKey[] =>
    events.filter((event) => event.type === type).map(({ writer, seq }) => [writer, seq])
  return {
    steps: await statesOf(record, run, [...keys.values()]),
    logs: await logsAt(record, run, places('log')),
    metrics: await metricsAt(record, run, places('metric')),
    isRunChanged: events.some(({ type }) => aboutRuns.has(type)),
  }
}

type StepKey = readonly [node: string, item: string, sequence: number]
type EventKey = readonly [writer: string, seq: number]

/** The key of the row into which an event was merged. */
function stepKeyIn({ body }: EventLine): StepKey | undefined {
  const event: unknown = JSON.parse(body)
  const node = isFields(event) ? toName(event['node']) : null
  if (!isFields(event) || node === null) return undefined
  const { item, sequence } = event
  const keys = Array.isArray(item) && item.length > 0 ? toName(JSON.stringify(item))! : ''
  return [node, keys, toInteger(sequence) ?? -1]
}

async function statesOf({ query, dialect }: Readable, run: string, keys: readonly StepKey[]): Promise<StepState[]> {
  const states: StepState[] = []
  for (const some of chunksOf(keys)) {
    const rows = query
      .selectFrom('step')
      .select(stateColumns)
      .where('run', '=', run)
      .where('status', 'is not', null)
      .where(isOneOf(dialect, { node: 'text', item: 'text', sequence: 'bigint' }, some))
    states.push(...(await rows.execute()).map(toState))
  }
  return states
}

const eventKey = { writer: 'text', seq: 'bigint' } as const

async function logsAt({ query, dialect }: Readable, run: string, keys: readonly EventKey[]): Promise<LogLine[]> {
  const logs: LogLine[] = []
  for (const some of chunksOf(keys)) {
    const rows = query
      .selectFrom('log')
      .selectAll()
      .where('run', '=', run)
      .where(isOneOf(dialect, eventKey, some))
    logs.push(...(await rows.orderBy('writer').orderBy('seq').execute()).map(toLogLine))
  }
  return logs
}

async function metricsAt({ query, dialect }: Readable, run: string, keys: readonly EventKey[]): Promise<MetricPoint[]> {
  const metrics: MetricPoint[] = []
  for (const some of chunksOf(keys)) {
    const rows = query
      .selectFrom('metric_point')
      .selectAll()
      .where('run', '=', run)
      .where(isOneOf(dialect, eventKey, some))
    metrics.push(...(await rows.orderBy('writer').orderBy('seq').execute()).map(toMetricPoint))
  }
  return metrics
}

/** Whether columns together are one of these: each is looked for in the index of the table. */
function isOneOf(
  dialect: DialectName,
  columns: Readonly<Record<string, 'text' | 'bigint'>>,
  rows: readonly (readonly (string | number)[])[],
): ReturnType<typeof sql<boolean>> {
  const names = Object.keys(columns)
  const left = sql.join(names.map((name) => sql.ref(name)))
  if (dialect === 'sqlite') {
    const values = sql.join(names.map((_, index) => sql`value ->> ${sql.lit(index)}`))
    return sql<boolean>`(${left}) IN (SELECT ${values} FROM json_each(${JSON.stringify(rows)}))`
  }
  const lists = Object.values(columns).map((kind, index) => {
    const list = rows.map((row) => row[index])
    return kind === 'text' ? sql`${list}::text[]` : sql`${list}::bigint[]`
  })
  return sql<boolean>`(${left}) IN (SELECT * FROM unnest(${sql.join(lists)}))`
}

function* chunksOf<Key>(keys: readonly Key[]): Iterable<readonly Key[]> {
  for (let from = 0; from < keys.length; from += chunk) yield keys.slice(from, from + chunk)
}

function toState(row: Pick<StepRow, (typeof stateColumns)[number]>): StepState {
  return compact<StepState>({
    node: row.node,
    item: toItem(row.item),
    sequence: row.sequence === -1 ? undefined : row.sequence,
    status: row.status as StepStatus,
    attempt: row.attempt ?? 1,
    startedAtMs: row.started_at_ms,
    durationMs: row.duration_ms,
    progress: row.done === null ? undefined : compact({ done: row.done, total: row.total }),
  })
}

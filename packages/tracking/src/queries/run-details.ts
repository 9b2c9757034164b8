// One run with all that is needed to say what happened in it, and what it was made of.

import type { TableDatabase } from '@throughline/store/tables'
import type { ErrorFacts, RunStarted, StepEnded, StepId, StepStarted, ValueFacts } from '../events/event.ts'
import type { RecordTables, RunRow, StepRow } from '../record/rows.ts'
import { pieceVersion } from '../versions/version-id.ts'
import { readJson } from './decoded.ts'
import { toOutput } from './steps-of.ts'

/** What queries need of a record. */
export type Queried = Pick<TableDatabase<RecordTables>, 'query' | 'dialect'>

/** A run, without its steps. */
export interface RunHead {
  readonly id: string
  readonly project: string
  /** Of the flow or the application. */
  readonly subject: string
  /** `running`, `succeeded`, `failed`, `aborted` or `abandoned`. */
  readonly status: string
  readonly startedAtMs: number
  readonly endedAtMs?: number
  /** The flow's own time. */
  readonly durationMs?: number
  /** Absent while it goes on. */
  readonly counts?: {
    readonly computed: number
    readonly cached: number
    readonly failed: number
    readonly skipped: number
  }
  readonly outputs: readonly string[]
  readonly nodes: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly actor?: string
  readonly trigger: RunStarted['trigger']
  readonly parent?: { readonly run: string; readonly step: StepId }
  /** Ids of versions. */
  readonly versions: RunStarted['versions']
  readonly inputs: Readonly<Record<string, ValueFacts>>
  readonly error?: ErrorFacts
}

/** A step of a run as a whole; `items` counts the steps of its items that are recorded. */
export interface RecordedStep {
  readonly node: string
  /** Of an application: the number of the step. */
  readonly sequence?: number
  /** `running`, `retrying`, `succeeded`, `failed`, `cached` or `skipped`. */
  readonly status: string
  readonly attempt: number
  readonly startedAtMs?: number
  readonly durationMs?: number
  readonly code?: string
  /** What it read; absent when it did not start, as one that was taken from an earlier run. */
  readonly inputs?: StepStarted['inputs']
  readonly output?: ValueFacts
  readonly error?: ErrorFacts
  readonly from?: StepEnded['from']
  readonly items: number
}

export interface MetricValue {
  readonly node: string
  readonly name: string
  /** Its position in a series. */
  readonly step?: number
  readonly value: number
}

export interface CheckOutcome {
  readonly node: string
  readonly check: string
  readonly passed: boolean
  readonly severity: string
  readonly message?: string
}

/** What a version of code is made of; see `version` events of the kind `node`. */
export interface CodeFacts {
  readonly node: string
  readonly file?: string
  readonly line?: number
  readonly source?: string
  readonly impure?: readonly string[]
  readonly packages?: readonly string[]
  readonly pieces?: readonly CodePiece[]
}

export interface CodePiece {
  readonly kind: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly hash: string
  /** Its text was told, as the version of a piece. */
  readonly hasText?: boolean
  readonly text?: string
}

/** The graph that a run was made of. */
export interface GraphFacts {
  readonly nodes: readonly {
    readonly name: string
    readonly kind: string
    readonly dependencies: readonly { readonly name: string; readonly optional?: boolean }[]
  }[]
}

export interface RunDetails {
  readonly run: RunHead
  /** By node, in the order of the plan; of an application its last 1,000, by number and node: `3 answer`. */
  readonly steps: ReadonlyMap<string, RecordedStep>
  readonly metrics: readonly MetricValue[]
  readonly checks: readonly CheckOutcome[]
  readonly graph?: GraphFacts
  readonly config?: Readonly<Record<string, unknown>>
  readonly git?: {
    readonly commit: string
    readonly branch?: string
    readonly remote?: string
    readonly isDirty: boolean
  }
  readonly lock?: { readonly file: string; readonly packages: Readonly<Record<string, readonly string[]>> }
  readonly runtime?: Readonly<Record<string, string>>
}

const MOST_APPLICATION_STEPS = 1_000

/** @returns `undefined` when there is no such run, or nothing is known of its beginning */
export async function runDetails(record: Queried, id: string): Promise<RunDetails | undefined> {
  const { query } = record
  const row = await query.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.project === null) return undefined
  const [tags, steps, metrics, checks] = await Promise.all([
    query.selectFrom('tag').select(['key', 'value']).where('run', '=', id).orderBy('key').execute(),
    stepRows(record, id, row.kind === 'application'),
    query
      .selectFrom('metric_point')
      .select(['node', 'name', 'step', 'value', 'special', 'item'])
      .where('run', '=', id)
      .orderBy('at_ms')
      .orderBy('writer')
      .orderBy('seq')
      .execute(),
    query
      .selectFrom('check_result')
      .select(['node', 'name', 'is_passed', 'severity', 'message'])
      .where('run', '=', id)
      .orderBy('at_ms')
      .orderBy('writer')
      .orderBy('seq')
      .execute(),
  ])
  const run = headOf(row, tags)
  const { graph, config, git, lock, runtime } = run.versions
  return {
    run,
    steps: await withOutputsFromOrigin(record, stepsInOrder(steps, run.nodes)),
    metrics: metrics
      .filter(({ item }) => item === '')
      .map(({ node, name, step, value, special }) => ({
        node,
        name,
        value: special === null ? (value ?? Number.NaN) : Number(special),
        ...(step !== null && { step }),
      })),
    checks: checks.map(({ node, name, is_passed, severity, message }) => ({
      node,
      check: name,
      passed: is_passed === 1,
      severity: severity ?? 'error',
      ...(message !== null && { message }),
    })),
    ...defined({
      graph: await bodyOf<GraphFacts>(record, 'graph_version', graph),
      config: await bodyOf<Readonly<Record<string, unknown>>>(record, 'config_version', config),
      git: await bodyOf<NonNullable<RunDetails['git']>>(record, 'git_state', git),
      lock: await bodyOf<NonNullable<RunDetails['lock']>>(record, 'lock', lock),
      runtime: await bodyOf<Readonly<Record<string, string>>>(record, 'runtime', runtime),
    }),
  }
}

/** What the code of nodes was, by node. @param wanted the code version of each */
export async function codeOf(
  { query }: Queried,
  wanted: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, CodeFacts>> {
  const found = new Map<string, CodeFacts>()
  const ids = [...new Set(wanted.values())]
  for (let from = 0; from < ids.length; from += 200) {
    const some = ids.slice(from, from + 200)
    const rows = await query.selectFrom('node_version').select(['id', 'node', 'body']).where('id', 'in', some).execute()
    for (const { id, node, body } of rows)
      if (wanted.get(node) === id && body !== null) found.set(node, readJson<CodeFacts>(body)!)
  }
  const told = [...found.values()].flatMap(({ pieces = [] }) =>
    pieces.flatMap(({ hash, hasText }) => (hasText ? [pieceVersion(hash)] : [])),
  )
  const texts = await textsOf(query, [...new Set(told)])
  return new Map(Array.from(found, ([node, code]) => [node, withTexts(code, texts)]))
}

async function textsOf(query: Queried['query'], ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (let from = 0; from < ids.length; from += 200) {
    const some = ids.slice(from, from + 200)
    const rows = await query.selectFrom('node_version').select(['id', 'source']).where('id', 'in', some).execute()
    for (const { id, source } of rows) if (source !== null) texts.set(id, source)
  }
  return texts
}

function withTexts(code: CodeFacts, texts: ReadonlyMap<string, string>): CodeFacts {
  if (!code.pieces) return code
  const pieces = code.pieces.map((piece) => {
    const text = piece.hasText ? texts.get(pieceVersion(piece.hash)) : undefined
    return text === undefined ? piece : { ...piece, text }
  })
  return { ...code, pieces }
}

async function bodyOf<Body>(
  { query }: Queried,
  table: 'graph_version' | 'config_version' | 'git_state' | 'lock' | 'runtime',
  id: string | undefined,
): Promise<Body | undefined> {
  if (id === undefined) return undefined
  const row = await query.selectFrom(table).select('body').where('id', '=', id).executeTakeFirst()
  return readJson<Body>(row?.body ?? null)
}

function headOf(row: RunRow, tags: readonly { readonly key: string; readonly value: string | null }[]): RunHead {
  const { computed, cached, failed, skipped } = row
  return {
    id: row.id,
    project: row.project ?? '',
    subject: row.subject ?? '',
    status: row.status ?? 'running',
    startedAtMs: row.started_at_ms ?? 0,
    outputs: readJson<string[]>(row.outputs) ?? [],
    nodes: readJson<string[]>(row.nodes) ?? [],
    tags: Object.fromEntries(tags.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const]))),
    trigger: readJson<RunStarted['trigger']>(row.trigger_facts) ?? { kind: row.trigger_kind ?? 'unknown' },
    versions: defined({
      graph: row.graph ?? undefined,
      config: row.config ?? undefined,
      git: row.git ?? undefined,
      lock: row.lock ?? undefined,
      runtime: row.runtime ?? undefined,
    }),
    inputs: readJson<Record<string, ValueFacts>>(row.inputs) ?? {},
    ...(computed !== null && {
      counts: { computed, cached: cached ?? 0, failed: failed ?? 0, skipped: skipped ?? 0 },
    }),
    ...defined({
      endedAtMs: row.ended_at_ms ?? undefined,
      durationMs: row.duration_ms ?? undefined,
      actor: row.actor ?? undefined,
      parent:
        row.parent_run === null
          ? undefined
          : { run: row.parent_run, step: readJson<StepId>(row.parent_step) ?? { node: '' } },
      error: readJson<ErrorFacts>(row.error),
    }),
  }
}

function stepsInOrder(rows: readonly StepRow[], nodes: readonly string[]): ReadonlyMap<string, RecordedStep> {
  if (rows.some(({ sequence }) => sequence >= 0))
    return new Map(rows.map((row) => [`${row.sequence} ${row.node}`, stepOf(row, 0)]))
  const items = new Map<string, number>()
  const found = new Map<string, RecordedStep>()
  for (const { node, item } of rows) if (item !== '') items.set(node, (items.get(node) ?? 0) + 1)
  for (const row of rows) if (row.item === '') found.set(row.node, stepOf(row, items.get(row.node) ?? 0))
  const places = new Map(nodes.map((node, index) => [node, index]))
  const placeOf = (node: string): number => places.get(node) ?? nodes.length
  return new Map([...found].sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)))
}

/** The steps of a run; of an application the last ones, in their order. */
async function stepRows({ query }: Queried, run: string, isApplication: boolean): Promise<readonly StepRow[]> {
  const steps = query.selectFrom('step').selectAll().where('run', '=', run)
  if (!isApplication) return steps.where('sequence', '=', -1).execute()
  const last = steps.where('item', '=', '').orderBy('sequence', 'desc').orderBy('node').limit(MOST_APPLICATION_STEPS)
  return (await last.execute()).toReversed()
}

/** What a value from an earlier run looks like was told by the run that made it. */
async function withOutputsFromOrigin(
  { query }: Queried,
  steps: ReadonlyMap<string, RecordedStep>,
): Promise<ReadonlyMap<string, RecordedStep>> {
  const origins = new Set(
    [...steps.values()].flatMap(({ from, output }) => (from && !output?.summary ? [from.run] : [])),
  )
  const found = new Map<string, ValueFacts>()
  for (const run of origins) {
    const rows = await query
      .selectFrom('step')
      .select(['node', 'output_type', 'output_version', 'output'])
      .where('run', '=', run)
      .where('item', '=', '')
      .execute()
    for (const row of rows) {
      const output = toOutput(row)
      if (output) found.set(`${run} ${row.node}`, output)
    }
  }
  const filled = (step: RecordedStep): RecordedStep => {
    const origin = step.from && found.get(`${step.from.run} ${step.node}`)
    const isSame = origin && (step.output?.version ?? origin.version) === origin.version
    return isSame && !step.output?.summary ? { ...step, output: origin } : step
  }
  return new Map(Array.from(steps, ([node, step]) => [node, filled(step)]))
}

function stepOf(row: StepRow, items: number): RecordedStep {
  return {
    node: row.node,
    status: row.status ?? 'running',
    attempt: row.attempt ?? 1,
    items,
    ...defined({
      sequence: row.sequence < 0 ? undefined : row.sequence,
      startedAtMs: row.started_at_ms ?? undefined,
      durationMs: row.duration_ms ?? undefined,
      code: row.code ?? undefined,
      inputs: readJson<StepStarted['inputs']>(row.inputs),
      output: toOutput(row),
      error: readJson<ErrorFacts>(row.error),
      from: row.from_run === null ? undefined : { run: row.from_run, atMs: row.from_at_ms ?? 0 },
    }),
  }
}

type Defined<Fields> = { readonly [Name in keyof Fields]?: NonNullable<Fields[Name]> }

/** Without what is `undefined`. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>
}

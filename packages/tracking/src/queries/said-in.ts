// What was said while a run went on: metrics, checks, logs, attributes, artifacts, annotations.

import type { TypedValue } from '../events/event.ts'
import type { RecordTables } from '../record/rows.ts'
import { compact, readJson } from './decoded.ts'
import type { Readable } from './readable.ts'
import { toItem } from './steps-of.ts'

/** Where something was said; the node is empty in what is about the run. */
export interface SaidAt {
  readonly run: string
  readonly node: string
  readonly item?: readonly string[]
  readonly sequence?: number
  readonly atMs: number
  /** The run that said it, of a cached step. */
  readonly from?: string
}

export interface SaidFilter {
  readonly run: string
  readonly node?: string
}

export interface MetricPoint extends SaidAt {
  readonly name: string
  readonly value: number
  readonly step?: number
}

export interface CheckOutcome extends SaidAt {
  readonly check: string
  readonly passed: boolean
  readonly severity?: string
  readonly message?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

export interface LogLine extends SaidAt {
  readonly message: string
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface Artifact extends SaidAt {
  readonly name: string
  readonly blob: string
  readonly sizeBytes?: number
  readonly mediaType?: string
}

export interface Annotation extends SaidAt {
  readonly author?: string
  readonly text: string
}

export interface Attribute extends Omit<SaidAt, 'atMs' | 'from'> {
  readonly name: string
  readonly attribute: TypedValue
}

interface Row {
  readonly run: string
  readonly node: string
  readonly item: string
  readonly sequence: number
  readonly at_ms?: number
  readonly from_run?: string | null
}

function said<Rest extends object>(
  row: Row,
  rest: { readonly [Key in keyof Rest]: Rest[Key] | null | undefined },
): Rest & SaidAt {
  const { run, node, item, sequence, at_ms: atMs, from_run: from } = row
  const place = { run, node, item: toItem(item), sequence: sequence === -1 ? undefined : sequence, atMs, from }
  return compact<Rest & SaidAt>({ ...place, ...rest } as never)
}

/** The points of series, by node, name and step, then in the order in which a writer told them. */
export async function metricsOf(
  { query }: Readable,
  filter: SaidFilter & { readonly name?: string },
): Promise<readonly MetricPoint[]> {
  let rows = query.selectFrom('metric_point').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  if (filter.name !== undefined) rows = rows.where('name', '=', filter.name)
  const found = await rows.orderBy('node').orderBy('name').orderBy('step').orderBy('writer').orderBy('seq').execute()
  return found.map(toMetricPoint)
}

export function toMetricPoint(row: RecordTables['metric_point']): MetricPoint {
  const value = row.special === null ? row.value : Number(row.special)
  return said<Omit<MetricPoint, keyof SaidAt>>(row, { name: row.name, value, step: row.step })
}

export async function checksOf({ query }: Readable, filter: SaidFilter): Promise<readonly CheckOutcome[]> {
  let rows = query.selectFrom('check_result').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  const found = await rows.orderBy('node').orderBy('writer').orderBy('seq').execute()
  return found.map((row) =>
    said<Omit<CheckOutcome, keyof SaidAt>>(row, {
      check: row.name,
      passed: row.is_passed === 1,
      severity: row.severity,
      message: row.message,
      facts: readJson<Record<string, unknown>>(row.facts),
    }),
  )
}

/** Lines in the order of their writers. */
export async function logsOf({ query }: Readable, filter: SaidFilter): Promise<readonly LogLine[]> {
  let rows = query.selectFrom('log').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  const found = await rows.orderBy('writer').orderBy('seq').execute()
  return found.map(toLogLine)
}

export function toLogLine(row: RecordTables['log']): LogLine {
  const fields = readJson<Record<string, unknown>>(row.fields)
  return said<Omit<LogLine, keyof SaidAt>>(row, { message: row.message, fields })
}

export async function artifactsOf({ query }: Readable, filter: SaidFilter): Promise<readonly Artifact[]> {
  let rows = query.selectFrom('artifact').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  const found = await rows.orderBy('node').orderBy('name').orderBy('writer').orderBy('seq').execute()
  return found.map((row) =>
    said<Omit<Artifact, keyof SaidAt>>(row, {
      name: row.name,
      blob: row.blob,
      sizeBytes: row.size_bytes,
      mediaType: row.media_type,
    }),
  )
}

/** With an empty run those of nodes. */
export async function annotationsOf({ query }: Readable, filter: SaidFilter): Promise<readonly Annotation[]> {
  let rows = query.selectFrom('annotation').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  const found = await rows.orderBy('at_ms').orderBy('writer').orderBy('seq').execute()
  return found.map((row) => said<Omit<Annotation, keyof SaidAt>>(row, { author: row.author, text: row.text }))
}

export async function attributesOf({ query }: Readable, filter: SaidFilter): Promise<readonly Attribute[]> {
  let rows = query.selectFrom('attribute').selectAll().where('run', '=', filter.run)
  if (filter.node !== undefined) rows = rows.where('node', '=', filter.node)
  const found = await rows.orderBy('node').orderBy('item').orderBy('sequence').orderBy('name').execute()
  return found.map((row) =>
    said<Omit<Attribute, keyof SaidAt>>(row, {
      name: row.name,
      attribute: { type: row.type ?? '', schemaVersion: row.schema_version ?? 0, value: readJson<unknown>(row.value) },
    }),
  )
}

// The summary of two parts together, from the summaries of each.

import type { TypedValue } from '../events/event.ts'
import { mergeBooleans } from './kinds/boolean.ts'
import { mergeDates } from './kinds/date.ts'
import { mergeHeads, type SummaryHead } from './kinds/head.ts'
import { mergeNumeric } from './kinds/numeric.ts'
import { mergeRecords, mergeShapes } from './kinds/shape.ts'
import { typed, type ModelSummary, type Summarised, type SummaryValues, type TableSummary } from './kinds/summarised.ts'
import { mergeTexts } from './kinds/text.ts'
import { mergeVectors } from './kinds/vectors.ts'

/**
 * The summary of both together, as if they had been summarised as one: exact in counts, sums, ranges and histograms; ranks of
 * quantiles within 2 %, distinct ones within 7 % (three standard errors). The order does not matter within the same errors.
 * Gaps between dates are those within each part. Samples are not merged: one of them is kept.
 *
 * Summaries of different types become `mixed`. Those of which only the schema was captured give a schema.
 *
 * @throws TypeError when the schema version is one that this program does not know
 */
export function mergeSummaries(a: TypedValue, b: TypedValue): Summarised {
  for (const { type, schemaVersion } of [a, b]) {
    if (schemaVersion !== 1)
      throw new TypeError(
        `A summary "${type}" of version ${schemaVersion} cannot be merged: this program knows version 1.`,
      )
  }
  const [one, other] = [a as Summarised, b as Summarised]
  const merged = merge(one, other)
  const samples = [one.value.sample, other.value.sample].filter((sample) => sample !== undefined)
  if (samples.length === 0) return merged
  const [sample] = samples.toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
  return { ...merged, value: { ...merged.value, sample } } as Summarised
}

function merge(a: Summarised, b: Summarised): Summarised {
  if (a.type === 'redacted' || b.type === 'redacted') return mergeRedacted(a, b)
  if (a.type === 'empty' || b.type === 'empty') return mergeEmpty(a, b)
  if (a.type === 'mixed' || b.type === 'mixed' || a.type !== b.type) return mergeMixed(a, b)
  if (isSchemaOnly(a) || isSchemaOnly(b)) return typed(a.type, { n: headIn(a).n + headIn(b).n } as never)
  const merger = MERGERS[a.type] as (a: unknown, b: unknown) => SummaryValues[keyof SummaryValues]
  return typed(a.type, merger(withoutSample(a.value), withoutSample(b.value)) as never)
}

type Mergers = {
  readonly [Type in keyof SummaryValues]: (a: SummaryValues[Type], b: SummaryValues[Type]) => SummaryValues[Type]
}

const MERGERS: Mergers = {
  numeric: mergeNumeric,
  text: mergeTexts,
  boolean: mergeBooleans,
  date: mergeDates,
  vectors: mergeVectors,
  json: (a, b) => ({ ...mergeHeads(a, b), shape: mergeShapes(a.shape, b.shape) }),
  mixed: (a, b) => ({ ...mergeHeads(a, b), parts: mergeRecords(a.parts, b.parts, merge) }),
  empty: mergeHeads,
  redacted: mergeHeads,
  table: mergeTables,
  record: (a, b) => {
    const omitted = Math.max(a.omitted ?? 0, b.omitted ?? 0)
    return { n: a.n + b.n, fields: mergeRecords(a.fields, b.fields, merge), ...(omitted > 0 && { omitted }) }
  },
  map: (a, b) => ({
    n: a.n + b.n,
    entries: a.entries + b.entries,
    keys: merge(a.keys, b.keys),
    values: merge(a.values, b.values),
  }),
  set: (a, b) => ({ n: a.n + b.n, entries: a.entries + b.entries, values: merge(a.values, b.values) }),
  model: mergeModels,
  bytes: (a, b) => ({ n: a.n + b.n, kind: sameKind(a.kind, b.kind), sizeBytes: a.sizeBytes + b.sizeBytes }),
  other: (a, b) => ({ n: a.n + b.n, kind: sameKind(a.kind, b.kind) }),
  unreadable: (a, b) => ({ n: a.n + b.n, kind: sameKind(a.kind, b.kind) }),
}

/** A column that one of the tables does not have is missing in all its rows. */
function mergeTables(a: TableSummary, b: TableSummary): TableSummary {
  const filled = (table: TableSummary, other: TableSummary): Record<string, Summarised> => {
    const absent = Object.keys(other.columns).filter((name) => !Object.hasOwn(table.columns, name))
    const empty = typed('empty', { n: table.rows, missing: table.rows })
    return Object.fromEntries([...Object.entries(table.columns), ...absent.map((name) => [name, empty] as const)])
  }
  const rows = a.rows + b.rows
  const omitted = Math.max(a.omitted ?? 0, b.omitted ?? 0)
  const isPartial = a.sampled !== undefined || b.sampled !== undefined
  return {
    form: a.form === b.form ? a.form : 'rows',
    rows,
    ...(isPartial && { sampled: { n: (a.sampled?.n ?? a.rows) + (b.sampled?.n ?? b.rows), of: rows } }),
    columns: mergeRecords(filled(a, b), filled(b, a), merge),
    ...(omitted > 0 && { omitted }),
  }
}

/** Of several models, the numbers are their means. */
function mergeModels(a: ModelSummary, b: ModelSummary): ModelSummary {
  const n = a.n + b.n
  const common = Object.keys(a.numbers).filter((name) => Object.hasOwn(b.numbers, name))
  return {
    n,
    class: sameKind(a.class, b.class),
    sizeBytes: a.sizeBytes + b.sizeBytes,
    numbers: Object.fromEntries(common.map((name) => [name, (a.numbers[name]! * a.n + b.numbers[name]! * b.n) / n])),
    fields: mergeRecords(a.fields, b.fields, sameKind),
  }
}

function sameKind(a: string, b: string): string {
  return a === b ? a : [...new Set([...a.split(' | '), ...b.split(' | ')])].toSorted().join(' | ')
}

/** What is secret in one part is secret in both. */
function mergeRedacted(a: Summarised, b: Summarised): Summarised {
  return typed('redacted', mergeHeads(headIn(a), headIn(b)))
}

/** What is missing counts as missing of the other's type, if that can be. */
function mergeEmpty(a: Summarised, b: Summarised): Summarised {
  const [empty, other] = a.type === 'empty' ? [a, b] : [b, a]
  const { value } = other
  if (!('missing' in value)) return headIn(empty).n === 0 ? other : mergeMixed(a, b)
  const head = mergeHeads(headIn(empty), value)
  return { ...other, value: { ...value, ...head } } as Summarised
}

function mergeMixed(a: Summarised, b: Summarised): Summarised {
  const [one, other] = [toMixed(a), toMixed(b)]
  return typed('mixed', MERGERS.mixed(one, other))
}

/** What is missing belongs to the whole, not to one of the parts. */
function toMixed(summary: Summarised): SummaryValues['mixed'] {
  if (summary.type === 'mixed') return withoutSample(summary.value)
  const head = headIn(summary)
  if (summary.type === 'empty') return { ...head, parts: {} }
  const { missing } = head
  const { sampled, ...value } = withoutSample(summary.value) as SummaryHead
  const rest = head.n - missing
  const seen = sampled && { n: Math.round((sampled.n * rest) / (head.n || 1)), of: rest }
  const part = 'missing' in value ? { ...value, n: rest, missing: 0, ...(seen && { sampled: seen }) } : value
  return { ...head, parts: { [summary.type]: { ...summary, value: part } as Summarised } }
}

function headIn({ value }: Summarised): SummaryHead {
  const { n, missing = 0, sampled } = value as Partial<SummaryHead> & { readonly n?: number; readonly rows?: number }
  return { n: n ?? (value as { readonly rows?: number }).rows ?? 1, missing, ...(sampled && { sampled }) }
}

function withoutSample<T extends object>(value: T): T {
  const { sample: _sample, ...rest } = value as T & { readonly sample?: unknown }
  return rest as T
}

/** A schema of a list has no figure but how many. */
function isSchemaOnly({ type, value }: Summarised): boolean {
  return (
    (type === 'numeric' || type === 'text' || type === 'boolean' || type === 'date' || type === 'vectors') &&
    !('missing' in value)
  )
}

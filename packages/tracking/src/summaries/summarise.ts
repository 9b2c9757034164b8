// What a value looks like, without the value.

import { isSecret } from './privacy/secret.ts'
import { previewOf } from './privacy/preview.ts'
import type { RedactRules } from './privacy/redact.ts'
import type { Capture } from './privacy/capture.ts'
import { addArrowColumn, isArrowTable, isArrowVector } from './kinds/arrow.ts'
import type { SummaryClock } from './kinds/budget.ts'
import { Column } from './kinds/column.ts'
import { toContext, type Context } from './kinds/context.ts'
import { instantOf } from './kinds/date.ts'
import { summariseModel } from './kinds/model.ts'
import { isPacked, summarisePacked } from './kinds/packed.ts'
import { classNameOf, isRecord } from './kinds/shape.ts'
import { typed, type Summarised } from './kinds/summarised.ts'
import {
  isColumns,
  isList,
  isRows,
  summariseArrow,
  summariseColumns,
  summariseList,
  summariseRows,
} from './kinds/table.ts'
import { isBytes } from './kinds/vectors.ts'
import { schemaOf } from './schema-of.ts'

export interface SummariseOptions {
  /** How much may be told; default `summary`. For `none`, do not call. `full` tells what `sample` does. */
  readonly capture?: Exclude<Capture, 'none'>
  /** How long it may take: after that, the summary says what part it is of. Default 5, or 2 % of `stepMs` when that is more. */
  readonly budgetMs?: number
  /** How long the step took that made the value. */
  readonly stepMs?: number
  /** Default `performance.now`. */
  readonly clock?: SummaryClock
  /** Which names are secret. */
  readonly redaction?: RedactRules
  /** The name under which the value is known: of a secret name, nothing is told. */
  readonly name?: string
  /** Chooses what is looked at when there is no time for all; default 1. */
  readonly seed?: number
  /** Of hashes of texts, 32 bits: those of projects with different ones cannot be compared, nor with guesses. Default 0. */
  readonly salt?: number
}

const LEAST_BUDGET_MS = 5
const BUDGET_RATIO = 0.02

const NO_RULES: RedactRules = {}
const monotonic: SummaryClock = { nowMs: () => performance.now() }

/**
 * A summary by the type of the value, in plain JSON data. It never throws, changes nothing, and waits for nothing: a stream or
 * a promise stays unread. Getters of instances are not called.
 *
 * Numbers are told as numbers: a summary of one number is that number, and of up to 200 different ones it has each. Texts
 * contribute lengths and counts, never themselves, unless `capture` is `sample`.
 *
 * @complexity O(values), within the budget of time; the first thousand values are looked at in any case
 * @example
 * const { type, value } = summarise([3, 1, null])
 * type // => 'numeric'
 */
export function summarise(value: unknown, options: SummariseOptions = {}): Summarised {
  const { capture = 'summary', stepMs = 0, clock = monotonic, redaction = NO_RULES, name, seed, salt } = options
  const budgetMs = options.budgetMs ?? Math.max(LEAST_BUDGET_MS, BUDGET_RATIO * stepMs)
  const context = toContext({
    redaction,
    budgetMs,
    clock,
    ...(seed !== undefined && { seed }),
    ...(salt !== undefined && { salt }),
  })
  if (name !== undefined && context.isSecretName(name)) return typed('redacted', { n: 1, missing: 0 })
  try {
    const summary = summaryOf(value, context, 0)
    if (capture === 'schema') return schemaOf(summary)
    if (capture === 'summary' || summary.type === 'redacted') return summary
    const sample = previewOf(value, redaction)
    return sample === undefined ? summary : ({ ...summary, value: { ...summary.value, sample } } as Summarised)
  } catch {
    // A getter or a proxy of the value threw: its message may hold what must not be told.
    return typed('unreadable', { n: 1, kind: typeof value })
  }
}

function summaryOf(value: unknown, context: Context, depth: number): Summarised {
  if (typeof value === 'function') return typed('other', { n: 1, kind: 'function' })
  if (typeof value === 'symbol') return typed('other', { n: 1, kind: 'symbol' })
  if (typeof value !== 'object' || value === null) return oneValue(value, context)
  if (isSecret(value)) return typed('redacted', { n: 1, missing: 0 })
  if (isList(value)) {
    if (isBytes(value)) return typed('bytes', { n: 1, kind: 'Buffer', sizeBytes: value.byteLength })
    return isRows(value) ? summariseRows(value, context) : summariseList(value, context)
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return typed('bytes', { n: 1, kind: classNameOf(value), sizeBytes: value.byteLength })
  }
  if (isPacked(value)) return summarisePacked(value, context)
  if (isRecord(value)) return summariseRecord(value, context, depth)
  return summariseInstance(value, context)
}

function oneValue(value: unknown, context: Context): Summarised {
  const column = new Column(context, 1)
  column.add(value)
  return column.finish({ n: 1, of: 1 })
}

const DEEPEST_RECORD = 3
/** A list within a record that is longer is a value of its own. */
const SHORT_LIST = 20

function summariseRecord(record: Readonly<Record<string, unknown>>, context: Context, depth: number): Summarised {
  if (isColumns(record)) return summariseColumns(record, context)
  const fields = Object.entries(Object.getOwnPropertyDescriptors(record)).filter(([, field]) => field.enumerable)
  const hasLarge = fields.some(([, field]) => 'value' in field && isLarge(field.value))
  if (!hasLarge || depth >= DEEPEST_RECORD) return oneValue(record, context)
  const kept = fields.slice(0, context.limits.columns)
  const summaries = kept.map(([name, field], at): readonly [string, Summarised] => {
    const shared = { ...context, budget: context.budget.share(kept.length - at) }
    if (context.isSecretName(name)) return [context.nameOf(name), typed('redacted', { n: 1, missing: 0 })]
    const inner: unknown = 'value' in field ? field.value : undefined
    return [
      context.nameOf(name),
      'value' in field ? summaryOf(inner, shared, depth + 1) : typed('other', { n: 1, kind: 'getter' }),
    ]
  })
  const omitted = fields.length - kept.length
  return typed('record', { n: 1, fields: Object.fromEntries(summaries), ...(omitted > 0 && { omitted }) })
}

function isLarge(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isSecret(value)) return false
  if (Array.isArray(value)) return value.length >= SHORT_LIST
  return isRecord(value) ? isPacked(value) || isColumns(value) : !instantOf(value)
}

function summariseInstance(value: object, context: Context): Summarised {
  if (value instanceof Map) return summariseMap(value, context)
  if (value instanceof Set) {
    const values = summariseList([...firstOf(value.values())], context)
    return typed('set', { n: 1, entries: value.size, values })
  }
  if (isArrowTable(value)) return summariseArrow(value, context)
  if (isArrowVector(value)) {
    const column = new Column(context, value.length)
    return column.finish(addArrowColumn(column, value, context))
  }
  const instant = instantOf(value)
  if (instant) return oneValue(value, context)
  if (typeof Reflect.get(value, 'then') === 'function') return typed('other', { n: 1, kind: 'promise' })
  if (Symbol.asyncIterator in value || (Symbol.iterator in value && 'next' in value))
    return typed('other', { n: 1, kind: 'stream' })
  if (Object.keys(value).length === 0) return typed('other', { n: 1, kind: context.nameOf(classNameOf(value)) })
  return typed('model', summariseModel(value, context))
}

/** Values under secret names are not looked at. */
function summariseMap(map: ReadonlyMap<unknown, unknown>, context: Context): Summarised {
  const kept = [...firstOf(map)].filter(([key]) => typeof key !== 'string' || !context.isSecretName(key))
  const keys = summariseList(
    kept.map(([key]) => key),
    { ...context, budget: context.budget.share(2) },
  )
  const values = summariseList(
    kept.map(([, inner]) => inner),
    context,
  )
  return typed('map', { n: 1, entries: map.size, keys, values })
}

const MOST_ENTRIES = 10_000

function* firstOf<T>(values: Iterable<T>): Generator<T, void, void> {
  let count = 0
  for (const value of values) {
    if (count++ >= MOST_ENTRIES) return
    yield value
  }
}

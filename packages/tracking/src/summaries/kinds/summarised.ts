// The kinds of summaries, each a typed value of the record.

import type { TypedValue } from '../../events/event.ts'
import type { BooleanSummary } from './boolean.ts'
import type { DateSummary } from './date.ts'
import type { SummaryHead } from './head.ts'
import type { NumericSummary } from './numeric.ts'
import type { Shape } from './shape.ts'
import type { TextSummary } from './text.ts'
import type { VectorsSummary } from './vectors.ts'

/** What a summary says, by its type. */
export interface SummaryValues {
  readonly numeric: NumericSummary
  readonly text: TextSummary
  readonly boolean: BooleanSummary
  readonly date: DateSummary
  /** Lists of numbers, as embeddings are. */
  readonly vectors: VectorsSummary
  /** Objects like those of JSON. */
  readonly json: SummaryHead & { readonly shape: Shape }
  /** Values of several types, each summarised by itself. */
  readonly mixed: SummaryHead & { readonly parts: Readonly<Record<string, Summarised>> }
  /** Nothing, or only what is missing. */
  readonly empty: SummaryHead
  /** A secret, by its name or by `secret`: only how many. */
  readonly redacted: SummaryHead
  readonly table: TableSummary
  /** A record whose fields are large values of their own. */
  readonly record: {
    readonly n: number
    readonly fields: Readonly<Record<string, Summarised>>
    readonly omitted?: number
  }
  readonly map: { readonly n: number; readonly entries: number; readonly keys: Summarised; readonly values: Summarised }
  readonly set: { readonly n: number; readonly entries: number; readonly values: Summarised }
  /** An instance of a class. */
  readonly model: ModelSummary
  readonly bytes: { readonly n: number; readonly kind: string; readonly sizeBytes: number }
  /** Anything else: what it is called. */
  readonly other: { readonly n: number; readonly kind: string }
  /** Looking at it failed: `kind` is its class, the reason is not kept. */
  readonly unreadable: { readonly n: number; readonly kind: string }
}

export interface TableSummary {
  /** `columns` of a record of columns, `rows` of a list of records, `arrow` of a table of Apache Arrow. */
  readonly form: 'columns' | 'rows' | 'arrow'
  readonly rows: number
  /** How many rows were looked at, when not all. */
  readonly sampled?: { readonly n: number; readonly of: number }
  readonly columns: Readonly<Record<string, Summarised>>
  /** Columns that were too many. */
  readonly omitted?: number
}

export interface ModelSummary {
  readonly n: number
  readonly class: string
  /** Numbers of its arrays and fields, about eight bytes each, and two for each character: not what the heap has. */
  readonly sizeBytes: number
  /** Numbers in its fields. */
  readonly numbers: Readonly<Record<string, number>>
  /** The other fields: a type, with its length. */
  readonly fields: Readonly<Record<string, string>>
}

/** A summary of one of the types of {@link SummaryValues}. With the capture `sample`, the beginning of the value besides. */
export type Summarised = {
  readonly [Type in keyof SummaryValues]: TypedValue & {
    readonly type: Type
    readonly value: SummaryValues[Type] & { readonly sample?: unknown }
  }
}[keyof SummaryValues]

export const SCHEMA_VERSION = 1

export function typed<Type extends keyof SummaryValues>(type: Type, value: SummaryValues[Type]): Summarised {
  return { type, schemaVersion: SCHEMA_VERSION, value } as Summarised
}

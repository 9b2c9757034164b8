// Tables: records of columns, lists of records, and tables of Apache Arrow, by column.

import { isSecret } from '../privacy/secret.ts'
import { addArrowColumn, type ArrowTable } from './arrow.ts'
import { visit } from './budget.ts'
import { Column } from './column.ts'
import type { Context } from './context.ts'
import { isPacked, summarisePacked, type PackedColumn } from './packed.ts'
import { isRecord } from './shape.ts'
import { typed, type Summarised } from './summarised.ts'

/** Rows come by smaller blocks: each has many values. */
const ROW_BLOCK = 128

/** One list of values. */
export function summariseList(values: ArrayLike<unknown>, context: Context): Summarised {
  const column = new Column(context, values.length)
  const { budget, seed } = context
  const isTyped = ArrayBuffer.isView(values) && !(values instanceof BigInt64Array || values instanceof BigUint64Array)
  const block = isTyped ? undefined : blockOf(values[0])
  const seen = visit(values.length, { budget, seed, ...(block && { block }) }, (from, to) => {
    if (isTyped) column.addStretch(values as ArrayLike<number>, from, to)
    else for (let at = from; at < to; at++) column.add(values[at])
  })
  return column.finish(seen)
}

/** Texts and objects can be large, and vectors long: the time is looked at more often. */
function blockOf(first: unknown): number {
  const length = isList(first) ? first.length : 1
  return Math.max(1, Math.min(64, Math.floor(65_536 / Math.max(1, length))))
}

type AnyColumn = ArrayLike<unknown> | PackedColumn

/** A record whose fields are columns of one length, and nothing else. */
export function isColumns(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, AnyColumn>> {
  const names = Object.keys(value)
  let length: number | undefined
  for (const name of names) {
    const field = Object.getOwnPropertyDescriptor(value, name)
    const list: unknown = field && 'value' in field ? field.value : undefined
    if (!(isList(list) || isPacked(list)) || (length ??= list.length) !== list.length) return false
  }
  return length !== undefined
}

export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

export function summariseColumns(columns: Readonly<Record<string, AnyColumn>>, context: Context): Summarised {
  const rows = Object.values(columns)[0]?.length ?? 0
  return byColumn('columns', rows, Object.keys(columns), context, (name, shared) => {
    const column = columns[name]!
    return isPacked(column) ? summarisePacked(column, shared) : summariseList(column, shared)
  })
}

export function summariseArrow(table: ArrowTable, context: Context): Summarised {
  const names = table.schema.fields.map(({ name }) => name)
  return byColumn('arrow', table.numRows, names, context, (name, shared) => {
    const column = new Column(shared, table.numRows)
    const vector = table.getChild(name)
    const seen = vector ? addArrowColumn(column, vector, shared) : { n: 0, of: table.numRows }
    return column.finish(seen)
  })
}

/** One column after the other, each with an equal share of the time that is left. */
function byColumn(
  form: 'columns' | 'arrow',
  rows: number,
  names: readonly string[],
  context: Context,
  summarise: (name: string, shared: Context) => Summarised,
): Summarised {
  const kept = names.slice(0, context.limits.columns)
  const columns = new Map<string, Summarised>()
  for (const [at, name] of kept.entries()) {
    const shared = { ...context, budget: context.budget.share(kept.length - at) }
    const summary = context.isSecretName(name) ? typed('redacted', { n: rows, missing: 0 }) : summarise(name, shared)
    columns.set(freeName(context.nameOf(name), columns), summary)
  }
  const omitted = names.length - kept.length
  return typed('table', { form, rows, columns: Object.fromEntries(columns), ...(omitted > 0 && { omitted }) })
}

/** Two addresses as names of columns look the same without them. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`
  return free
}

/** A list that begins and ends with records. */
export function isRows(list: ArrayLike<unknown>): boolean {
  const looked = Array.from(
    { length: Math.min(list.length, 20) },
    (_, at) => list[at < 10 ? at : list.length - 20 + at],
  )
  const present = (list.length <= 20 ? Array.from(list) : looked).filter((row) => row !== null && row !== undefined)
  return (
    present.length > 0 &&
    present.every((row) => isRecord(row) && !isSecret(row)) &&
    present.some((row) => Object.keys(row).length > 0)
  )
}

/** What is no record among the rows counts as a row in which everything is missing. */
export function summariseRows(rows: ArrayLike<unknown>, context: Context): Summarised {
  const { isSecretName, nameOf, limits, budget, seed } = context
  const columns = new Map<string, Column | 'secret'>()
  const names = new Map<string, Column | 'secret'>()
  const omitted = new Set<string>()
  let seenRows = 0
  const columnOf = (key: string): Column | 'secret' | undefined => {
    if (omitted.has(key)) return undefined
    const name = nameOf(key)
    let column = columns.get(name)
    if (!column && columns.size >= limits.columns) {
      if (omitted.size < MOST_OMITTED) omitted.add(key)
      return undefined
    }
    column ??= isSecretName(key) ? 'secret' : new Column(context, rows.length)
    columns.set(name, column)
    if (names.size < MOST_OMITTED) names.set(key, column)
    return column
  }
  const seen = visit(rows.length, { budget, seed, block: ROW_BLOCK }, (from, to) => {
    for (let at = from; at < to; at++) {
      const row = rows[at]
      if (isRecord(row) && !isSecret(row)) {
        for (const key of Object.keys(row)) {
          const column = names.get(key) ?? columnOf(key)
          if (column && column !== 'secret') column.add(row[key])
        }
      }
    }
    seenRows += to - from
  })
  const summaries = [...columns].map(([name, column]) => {
    if (column === 'secret') return [name, typed('redacted', { n: rows.length, missing: 0 })] as const
    column.addMissing(Math.max(0, seenRows - column.n))
    return [name, column.finish(seen)] as const
  })
  return typed('table', {
    form: 'rows',
    rows: rows.length,
    ...(seen.n < seen.of && { sampled: { n: seen.n, of: seen.of } }),
    columns: Object.fromEntries(summaries),
    ...(omitted.size > 0 && { omitted: omitted.size }),
  })
}

const MOST_OMITTED = 10_000

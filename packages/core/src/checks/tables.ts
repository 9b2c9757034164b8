// Checks on tables: records of columns, tables of Apache Arrow by their form, and lists of rows.

import { alternatives, didYouMean } from '../errors/nearest.ts'
import { toCheck, type Check } from './check.ts'
import { elementsOf, isMissing } from './lists.ts'

/** A table that gives its columns by name, as those of Apache Arrow do. */
interface ColumnStore<Name extends string, T> {
  getChild(name: Name): T | null
  readonly schema: { readonly fields: readonly { readonly name: unknown }[] }
}

type RowsWith<Name extends string, T> =
  T extends Iterable<infer Element>
    ? readonly { readonly [N in Name]?: Element }[]
    : readonly unknown[] extends T
      ? readonly { readonly [N in Name]?: unknown }[]
      : never

/** A table with a column of this type: a record of columns, a table of Apache Arrow, or a list of rows. */
export type TableWith<Name extends string, T> = { readonly [N in Name]?: T } | ColumnStore<Name, T> | RowsWith<Name, T>

type AcceptedByAll<Checks> = Checks extends readonly Check<infer Accepted>[] ? Accepted : never

/**
 * A check on one column of a table. Of a list of rows, the column is what its rows have under the name.
 *
 * @example
 * import { column, noNaN } from 'throughline/checks'
 * column('price', noNaN()).test({ price: [1, NaN] }) // => 'found NaN at index 1, of 2 values'
 */
export function column<const Name extends string, T>(name: Name, check: Check<T>): Check<TableWith<Name, T>> {
  const inner = toCheck(check)
  return {
    name: `${name}: ${inner.name}`,
    test: (table, report) => {
      const found = columnOf(table, name)
      return isMissing(found) ? lacks(table, [name]) : inner.test(found, report)
    },
  }
}

/**
 * Checks on several columns of a table, one after the other: each is a check of its own, told to the hooks by itself.
 *
 * @example
 * import { columns, noNaN, unique } from 'throughline/checks'
 * columns({ price: [noNaN()], symbol: [unique()] }).map((one) => one.name) // => ['price: noNaN', 'symbol: unique']
 */
export function columns<const Checks extends Readonly<Record<string, readonly Check<never>[]>>>(
  checks: Checks,
): readonly { [Name in keyof Checks & string]: Check<TableWith<Name, AcceptedByAll<Checks[Name]>>> }[keyof Checks &
  string][] {
  const all = Object.entries(checks).flatMap(([name, some]) => some.map((one) => column(name, one)))
  return all as never
}

/** The table has columns of these names. It may have others. */
export function hasColumns(...names: readonly [string, ...string[]]): Check<object> {
  return {
    name: `hasColumns(${names.join(', ')})`,
    test: (table, report) => {
      report?.({ columns: namesOf(table) })
      const missing = names.filter((name) => isMissing(columnOf(table, name)))
      return missing.length === 0 || lacks(table, missing)
    },
  }
}

/** All columns of a record of columns have the same length. */
export function sameLengths(): Check<object> {
  return {
    name: 'sameLengths',
    test: (table, report) => {
      const lengths = namesOf(table).map((name) => ({ name, length: lengthOf(columnOf(table, name)) }))
      report?.(Object.fromEntries(lengths.map(({ name, length }) => [name, length])))
      const [first] = lengths
      const other = lengths.find(({ length }) => length !== first!.length)
      if (!other) return true
      return `found ${first!.length} in "${first!.name}" and ${other.length} in "${other.name}"`
    },
  }
}

/** The columns of a table under their names; `undefined` for what is not made of columns. */
export function columnsOf(table: object): Readonly<Record<string, unknown>> | undefined {
  if (!isColumnStore(table)) return undefined
  return Object.fromEntries(namesOf(table).map((name) => [name, table.getChild(name)]))
}

function isColumnStore(table: object): table is ColumnStore<string, unknown> {
  return typeof (table as Partial<ColumnStore<string, unknown>>).getChild === 'function'
}

function columnOf(table: unknown, name: string): unknown {
  if (typeof table !== 'object' || table === null) return undefined
  if (isColumnStore(table)) return table.getChild(name)
  const rows = elementsOf(table)
  if (!rows) return fieldOf(table, name)
  const values = Array.from(rows, (row) => (isMissing(row) ? row : fieldOf(row, name)))
  return values.length > 0 && values.every((value) => value === undefined) ? undefined : values
}

/** What every object inherits is no field. */
function fieldOf(record: unknown, name: string): unknown {
  const fields = Object(record) as Record<string, unknown>
  return name in Object.prototype && !Object.hasOwn(fields, name) ? undefined : fields[name]
}

/** Of a list of rows: the names in its first row. */
function namesOf(table: unknown): string[] {
  if (typeof table !== 'object' || table === null) return []
  if (isColumnStore(table)) return table.schema.fields.map((field) => String(field.name))
  const rows = elementsOf(table)
  return Object.keys(rows ? Object(rows[0]) : table)
}

function lengthOf(found: unknown): number | string {
  return (Object(found) as { length?: number }).length ?? 'no length'
}

function lacks(table: unknown, missing: readonly string[]): string {
  const [hint] = didYouMean(
    missing[0]!,
    namesOf(table).filter((name) => !missing.includes(name)),
    'the columns',
  )
  return `found no column ${alternatives(missing)}; ${hint}`
}

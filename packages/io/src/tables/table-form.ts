// In which form a table is wanted, and what its value is then.

import { ThroughlineError } from 'throughline'
import type { Columns, Row } from '../columns/column.ts'
import type { ColumnsOf, RowOf, TableSchema } from '../columns/table-schema.ts'
import { ioIssue } from '../issues.ts'

/**
 * `'rows'`: a list of objects. `'columns'`: a record of columns. `'stream'` and `'batches'`: the same piece by piece, for
 * tables that should not be in memory at once.
 */
export type TableForm = 'rows' | 'stream' | 'columns' | 'batches'

/** What is known of the columns: their types, or `'infer'` to guess them from the first rows. */
export type ColumnsOption = TableSchema | 'infer'

// `never` is what is inferred where no option is given.
type RowFor<Known> = [Known] extends [never] ? Row : Known extends TableSchema ? RowOf<Known> : Row
type ColumnsFor<Known> = [Known] extends [never] ? Columns : Known extends TableSchema ? ColumnsOf<Known> : Columns

/** The value of a table in a form; `Known` is its schema, or anything else when there is none. */
export type TableIn<Form extends TableForm, Known = undefined> = {
  readonly rows: RowFor<Known>[]
  readonly stream: AsyncIterable<RowFor<Known>>
  readonly columns: ColumnsFor<Known>
  readonly batches: AsyncIterable<ColumnsFor<Known>>
}[Form]

/** Options that every source of a table has. */
export interface TableOptions<Form extends TableForm = TableForm, Known extends ColumnsOption = ColumnsOption> {
  readonly as?: Form
  /**
   * The types of the columns: they type the value, and are enforced. Columns that are not named are left out. A column
   * without `?` has no nulls.
   */
  readonly columns?: Known
}

const FORMS: readonly string[] = ['rows', 'stream', 'columns', 'batches']
const TYPES = ['float64', 'int32', 'int64', 'boolean', 'string', 'date', 'timestamp', 'json']

/** Refuses what the compiler would have refused. @throws {io/bad-option} */
export function assertTableOptions(
  owner: string,
  { as, columns }: TableOptions,
  { infers = false }: { infers?: boolean } = {},
): void {
  if (as !== undefined && !FORMS.includes(as)) {
    throw badOption(owner, 'as', JSON.stringify(as), FORMS.map((form) => `'${form}'`).join(', '))
  }
  if (columns === undefined || (columns === 'infer' && infers)) return
  if (typeof columns !== 'object' || columns === null) {
    throw badOption(owner, 'columns', JSON.stringify(columns), "types by name:  { id: 'int64', name: 'string?' }")
  }
  for (const [name, declared] of Object.entries(columns)) {
    if (typeof declared === 'string' && TYPES.includes(declared.replace(/\?$/, ''))) continue
    throw badOption(owner, `columns.${name}`, JSON.stringify(declared), `${TYPES.join(', ')}; with ? for nulls`)
  }
}

/** The error of an option. */
export function badOption(owner: string, option: string, found: string, expected: string): ThroughlineError {
  return new ThroughlineError([ioIssue('io/bad-option', { owner, option, found, expected })])
}

/** Whether reading in this form gives an async iterable. */
export function isStreaming(form: TableForm): boolean {
  return form === 'stream' || form === 'batches'
}

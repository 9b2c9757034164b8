// Nodes that are written in SQL: what stands in their statement are their dependencies.

import { cached, node, type From, type NodeContext } from 'throughline'
import type { Columns, Row } from '../columns/column.ts'
import { toRows } from '../columns/index.ts'
import type { ColumnsOf, RowOf, TableSchema } from '../columns/table-schema.ts'
import { ColumnFitter } from '../tables/column-fitter.ts'
import { assertTableOptions, badOption } from '../tables/table-form.ts'
import type { EngineSettings } from './engine.ts'
import type { TableLike } from './input-tables.ts'
import { keepStatement } from './lineage/kept-statements.ts'
import { tellLineage } from './lineage/tell-lineage.ts'
import type { Param } from './param.ts'
import { render } from './render.ts'
import { runStatement } from './run-statement.ts'
import { volatileWords } from './scan-words.ts'
import type { SqlValue } from './sql-value.ts'
import { statementOf, type SqlHole, type Statement } from './statement.ts'

type NamesOfTables<Hole> = Hole extends From<infer Name> ? Name : never
type NamesOfValues<Hole> = Hole extends Param<infer Name> ? Name : never

/** What a statement reads, by the names that stand in it. */
export type SqlDependencies<Holes extends readonly unknown[]> = {
  [Name in NamesOfTables<Holes[number]> | NamesOfValues<Holes[number]>]: Name extends NamesOfTables<Holes[number]>
    ? TableLike
    : SqlValue
}

/** A node that is written in SQL; a function like others, which a unit test can call. */
export type SqlNode<Holes extends readonly unknown[], Table> = (
  dependencies: SqlDependencies<Holes>,
  context?: NodeContext,
) => Promise<Table>

export interface SqlOptions<
  Form extends 'columns' | 'rows' = 'columns' | 'rows',
  Schema extends TableSchema | undefined = TableSchema | undefined,
> {
  /** @defaultValue 'columns' */
  readonly as?: Form
  /** The columns of the result: they type it, and are enforced; columns that are not named are left out. */
  readonly columns?: Schema
  /**
   * How many threads work on it. Default: one reads what is in memory, and as many as there are processors do the rest and
   * read files. With 1, equal inputs give equal results to the last digit of a sum of floats, and to the order of rows.
   */
  readonly threads?: number
  /** What all statements with the same settings may use together. @defaultValue 80 % of the memory of the machine */
  readonly memoryLimitBytes?: number
  /** Allows the statement to read files by itself: `from 'flights.parquet'`. Then a cache cannot know what it has read. */
  readonly files?: boolean
}

type TableOf<Form, Schema> = Schema extends TableSchema
  ? 'rows' extends Form
    ? RowOf<Schema>[]
    : ColumnsOf<Schema>
  : 'rows' extends Form
    ? Row[]
    : Columns

type Tagged<Table> = <const Holes extends readonly SqlHole[]>(
  texts: TemplateStringsArray,
  ...holes: Holes
) => SqlNode<Holes, Table>

/**
 * A node written in SQL, run by DuckDB within the process on what other nodes gave. `${from('flights')}` is a dependency
 * that is a table: columns, rows, an Arrow table, or one in a file. `${param('threshold')}` is a dependency that is a value,
 * and any other value stands for itself: both are bound, and are never part of the text.
 *
 * The result is a table as columns, or as rows. It depends on the inputs alone: one query, which reads no file and changes
 * nothing; one that asks for chance or the clock (`random()`, `now()`) is not memoized. Without `order by`, rows have no
 * promised order.
 *
 * A direct call, as in a unit test, runs it. Needs the package `@duckdb/node-api`.
 *
 * @throws {io/sql-hole} when something else stands in it; at run time {io/missing-package}, and what begins with `io/sql-`
 * @example
 * export const late = sql`
 *   select origin, avg(delay) as delay
 *   from ${from('flights')}
 *   where delay > ${param('threshold')} and distance > ${100}
 *   group by origin
 * `
 * export const typed = sql({ columns: { origin: 'string', delay: 'float64' }, as: 'rows' })`select * from ${from('late')}`
 */
export function sql<const Holes extends readonly SqlHole[]>(
  texts: TemplateStringsArray,
  ...holes: Holes
): SqlNode<Holes, Columns>
export function sql<
  const Form extends 'columns' | 'rows' = 'columns',
  const Schema extends TableSchema | undefined = undefined,
>(options: SqlOptions<Form, Schema>): Tagged<TableOf<Form, Schema>>
export function sql(first: TemplateStringsArray | SqlOptions, ...holes: readonly SqlHole[]): unknown {
  if (isTemplate(first)) return sqlNode(statementOf(first, holes), {})
  const options = checked(first)
  return (texts: TemplateStringsArray, ...given: readonly SqlHole[]) => sqlNode(statementOf(texts, given), options)
}

function isTemplate(given: TemplateStringsArray | SqlOptions): given is TemplateStringsArray {
  return Array.isArray(given) && 'raw' in given
}

const MOST_BYTES = Number.MAX_SAFE_INTEGER

/** @throws {io/bad-option} */
function checked(options: SqlOptions): SqlOptions {
  const { as, columns, threads, memoryLimitBytes } = options
  assertTableOptions('sql', { ...(columns && { columns }) })
  if (as !== undefined && as !== 'rows' && as !== 'columns') {
    throw badOption('sql', 'as', JSON.stringify(as), "'columns' or 'rows'")
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw badOption('sql', 'threads', String(threads), 'a whole number from 1 on')
  }
  if (memoryLimitBytes !== undefined && !(memoryLimitBytes > 0 && memoryLimitBytes <= MOST_BYTES)) {
    throw badOption('sql', 'memoryLimitBytes', String(memoryLimitBytes), 'a number above 0')
  }
  return options
}

type Values = Readonly<Record<string, unknown>>

function sqlNode(statement: Statement, options: SqlOptions): unknown {
  const rendered = render(statement)
  const { threads, memoryLimitBytes, files, columns: schema, as } = options
  const settings: EngineSettings = { threads, memoryLimitBytes, files }
  const run = async (values: Values, context: NodeContext = QUIET): Promise<unknown> => {
    const result = await runStatement({ statement, rendered, settings, columns: schema, values, context })
    const fitter = schema && new ColumnFitter({ schema, name: nameOf(context), type: 'SQL result' })
    const columns = fitter ? fitter.fit(result.columns) : result.columns
    tellLineage(result, rendered, columns, context)
    return as === 'rows' ? toRows(columns) : columns
  }
  const made = node<Values, Promise<unknown>>([...statement.tables, ...statement.parameters], run)
  const isVolatile = files === true || volatileWords(rendered.text).length > 0
  return keepStatement(isVolatile ? cached(made, { mode: 'disable' }) : made, rendered)
}

function nameOf({ node: name }: NodeContext): string {
  return name === '' ? 'The result' : `The result of "${name}"`
}

const ignore = (): void => {}
const QUIET: NodeContext = {
  node: '',
  runId: '',
  attempt: 1,
  signal: new AbortController().signal,
  log: ignore,
  metric: ignore,
  progress: ignore,
}

// One statement, run once: its inputs made readable, its parameters bound, its result taken.

import type { DuckDBResult } from '@duckdb/node-api'
import { ThroughlineError, type NodeContext } from 'throughline'
import type { Column, Columns } from '../columns/column.ts'
import { createColumnsBuilder } from '../columns/index.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { columnsFromDuckdb } from '../duckdb/columns-from-duckdb.ts'
import { interruptOn } from '../duckdb/interrupt-on.ts'
import type { DuckdbApi } from '../duckdb/load-duckdb.ts'
import { ioIssue } from '../issues.ts'
import { attachTables, givenTable, type AttachedTable } from './attach-tables.ts'
import { openSession, type EngineSettings, type Session } from './engine.ts'
import { inputFailure, sqlFailure } from './failures.ts'
import { assertUnchanged, isFileTable } from './file-table.ts'
import { NO_COLUMN } from './input-tables.ts'
import type { RenderedStatement } from './render.ts'
import type { Statement } from './statement.ts'
import { isSqlValue, kindOfValue, toDuckdb, type SqlValue } from './sql-value.ts'
import { parseStatement, type Tree } from './syntax-tree.ts'

export interface StatementRun {
  readonly statement: Statement
  readonly rendered: RenderedStatement
  readonly settings: EngineSettings
  readonly columns?: TableSchema | undefined
  /** The values of the dependencies. */
  readonly values: Readonly<Record<string, unknown>>
  readonly context: NodeContext
}

export interface StatementResult {
  readonly columns: Columns
  readonly tree: Tree
  /** By table the names of its columns, as far as they are known. */
  readonly schemas: Readonly<Record<string, readonly string[]>>
}

/** @throws the issues of `io/sql-...`, what inputs are refused for, and the reason of an abort */
export async function runStatement(run: StatementRun): Promise<StatementResult> {
  const { statement, rendered, values, context } = run
  const parameters = assertParameters(run)
  const tables = statement.tables.map((name) => givenTable(name, values[name], context.node))
  context.signal.throwIfAborted()
  const paths = new Set(tables.flatMap(({ table }) => (isFileTable(table) ? [table.path] : [])))
  const session = await openSession({ ...run.settings, paths: [...paths].sort() })
  const inputs: AttachedTable[] = []
  const stop = interruptOn(context.signal, session.connection)
  try {
    const tree = await treeOf(run, session)
    for await (const input of attachTables(tables, tree, session, run)) inputs.push(input)
    context.signal.throwIfAborted()
    const { duckdb, connection } = session
    const bound = parameters.map((value) => toDuckdb(value, duckdb.api))
    const [given, types] = [bound.map((one) => one.value), bound.map((one) => one.type)]
    const result = await connection.run(rendered.text, given, types)
    const columns = await columnsFromDuckdb(result, { columns: run.columns, signal: context.signal })
    // What was read is known to a cache by what was in the files.
    for (const { table } of tables) if (isFileTable(table)) await assertUnchanged(table, context)
    const schemas = Object.fromEntries(inputs.flatMap(({ name, columns: names }) => (names ? [[name, names]] : [])))
    return { columns: plainColumns(columns, result, duckdb.api), tree, schemas }
  } catch (error) {
    context.signal.throwIfAborted()
    for (const input of inputs) {
      if (input.failure() !== undefined) throw inputFailure(input.failure(), input.name, context.node)
    }
    const { memoryLimitBytes } = run.settings
    throw sqlFailure(error, { node: context.node, statement: rendered, inputs, memoryLimitBytes })
  } finally {
    stop()
    for (const input of inputs) input.remove()
    session.close()
  }
}

const trees = new WeakMap<RenderedStatement, Tree>()

/** A statement is parsed once. */
async function treeOf({ rendered, context }: StatementRun, session: Session): Promise<Tree> {
  const known = trees.get(rendered)
  if (known) return known
  const tree = await parseStatement(rendered, context.node, session)
  trees.set(rendered, tree)
  return tree
}

/** @throws {io/sql-parameter} */
function assertParameters({ rendered, values, context: { node } }: StatementRun): readonly SqlValue[] {
  return rendered.bound.map((bound) => {
    if ('constant' in bound) return bound.constant
    const value = values[bound.parameter]
    if (isSqlValue(value)) return value
    const found = kindOfValue(value)
    throw new ThroughlineError([ioIssue('io/sql-parameter', { node, name: bound.parameter, found })])
  })
}

/** A sum of integers is a `HUGEINT`: its values are 64-bit integers like others wherever they fit. */
function plainColumns(columns: Columns, result: DuckDBResult, { DuckDBTypeId }: DuckdbApi): Columns {
  const huge = result.columnNames().filter((_, index) => result.columnTypeId(index) === DuckDBTypeId.HUGEINT)
  const plain = huge.map((name): [string, Column] => {
    const builder = createColumnsBuilder()
    builder.add(Object.fromEntries([[name, columns[name]!]]))
    return [name, builder.finish()[name]!]
  })
  const changed = new Map(plain)
  const entries = Object.entries(columns).filter(([name]) => name !== NO_COLUMN)
  return Object.fromEntries(entries.map(([name, column]): [string, Column] => [name, changed.get(name) ?? column]))
}

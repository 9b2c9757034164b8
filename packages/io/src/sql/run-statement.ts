// One statement, run once: its inputs made readable, its parameters bound, its result taken.

import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { ThroughlineError, type NodeContext } from 'throughline'
import { onAbort } from 'throughline/insides'
import type { Column, Columns } from '../columns/column.ts'
import { createColumnsBuilder } from '../columns/index.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import { columnsFromDuckdb } from '../duckdb/columns-from-duckdb.ts'
import type { DuckdbApi } from '../duckdb/load-duckdb.ts'
import { ioIssue } from '../issues.ts'
import { openSession, type EngineSettings, type Session } from './engine.ts'
import { inputFailure, sqlFailure } from './failures.ts'
import { fileTableCall, isFileTable, type FileTable } from './file-table.ts'
import {
  emptyColumns,
  memoryTable,
  NO_COLUMN,
  prepareColumns,
  scannedColumns,
  selectList,
  type MemoryTable,
  type PreparedColumn,
} from './input-tables.ts'
import { assumedColumns, EVERY, mentionedColumns } from './mentioned-columns.ts'
import { tablePath, type RenderedStatement } from './render.ts'
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

/** What is known of one input. */
interface Input {
  readonly name: string
  /** Absent where nobody has to know them. */
  readonly columns: readonly string[] | undefined
  /** What went wrong while it was read. */
  failure(): unknown
  remove(): void
}

/** @throws the issues of `io/sql-...`, what inputs are refused for, and the reason of an abort */
export async function runStatement(run: StatementRun): Promise<StatementResult> {
  const { statement, rendered, values, context } = run
  const parameters = assertParameters(run)
  const memory = new Map<string, MemoryTable>()
  const files = new Map<string, FileTable>()
  for (const name of statement.tables) {
    const value = values[name]
    if (isFileTable(value)) files.set(name, value)
    else memory.set(name, memoryTable(name, value, context.node))
  }
  context.signal.throwIfAborted()
  const paths = new Set([...files.values()].map((file) => file.path))
  const session = await openSession({ ...run.settings, paths: [...paths].sort() })
  const inputs: Input[] = []
  const stop = interrupting(session, context.signal)
  try {
    const tree = await treeOf(run, session)
    const mayRead = mentionedColumns(tree)
    // Of one table, without a star, every column that is named is one of its own.
    const needsNames = statement.tables.length > 1 || mayRead === EVERY
    const isKnown = (name: string): boolean => memory.get(name)?.names.length !== 0
    // Those of which something is known come first: what is left may be of the others.
    for (const name of [...statement.tables].sort((a, b) => Number(isKnown(b)) - Number(isKnown(a)))) {
      const [table, file] = [memory.get(name), files.get(name)]
      if (file) inputs.push(await addFile(name, file, needsNames, session, run))
      else if (table) {
        const others = inputs.flatMap((input) => input.columns ?? [])
        const { duckdb } = session
        const columns = isKnown(name)
          ? prepareColumns(name, table, mayRead, { node: context.node, duckdb })
          : emptyColumns(assumedColumns(tree, others), duckdb)
        inputs.push(await addMemory(name, table, columns, session, run))
      }
    }
    context.signal.throwIfAborted()
    const { duckdb, connection } = session
    const bound = parameters.map((value) => toDuckdb(value, duckdb.api))
    const [given, types] = [bound.map((one) => one.value), bound.map((one) => one.type)]
    const result = await connection.run(rendered.text, given, types)
    const columns = await columnsFromDuckdb(result, { columns: run.columns, signal: context.signal })
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

async function addMemory(
  name: string,
  table: MemoryTable,
  columns: readonly PreparedColumn[],
  { duckdb, scans, connection }: Session,
  { rendered, settings, context }: StatementRun,
): Promise<Input> {
  const threads = Math.max(1, settings.threads ?? 1)
  const scan = scans.add({
    rows: table.rows,
    columns: scannedColumns(columns, duckdb),
    signal: context.signal,
    threads,
  })
  const path = tablePath(rendered.identifiers.get(name)!)
  try {
    await connection.run(`create temp view ${path} as select ${selectList(columns)} from ${scan.call}`)
  } catch (error) {
    scan.remove()
    throw error
  }
  return { name, columns: table.names, failure: () => scan.failure(), remove: () => scan.remove() }
}

async function addFile(
  name: string,
  file: FileTable,
  needsNames: boolean,
  { connection }: Session,
  { rendered, context }: StatementRun,
): Promise<Input> {
  const path = tablePath(rendered.identifiers.get(name)!)
  await connection.run(`create temp view ${path} as select * from ${await fileTableCall(file, context)}`)
  return {
    name,
    columns: needsNames ? await namesOfView(path, connection) : undefined,
    failure: () => undefined,
    remove: () => {},
  }
}

/** What a statement would give that selects everything. */
async function namesOfView(path: string, connection: DuckDBConnection): Promise<readonly string[]> {
  const all = await connection.prepare(`select * from ${path}`)
  const names = Array.from({ length: all.columnCount }, (_, index) => all.columnName(index))
  all.destroySync()
  return names
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

/** Interrupts what runs until it has stopped: an interruption between two queries would be forgotten. */
function interrupting(session: Session, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined
  const stop = onAbort(signal, () => {
    session.connection.interrupt()
    timer = setInterval(() => session.connection.interrupt(), AGAIN_MS)
  })
  return () => {
    stop()
    clearInterval(timer)
  }
}

const AGAIN_MS = 20

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

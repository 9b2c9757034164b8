// What a statement reads, made ready for it: views of its connection, on arrays in memory and on files.

import type { DuckDBConnection } from '@duckdb/node-api'
import type { NodeContext } from 'throughline'
import type { EngineSettings, Session } from './engine.ts'
import { assertUnchanged, fileTableCall, isFileTable, type FileTable } from './file-table.ts'
import {
  emptyColumns,
  memoryTable,
  prepareColumns,
  scannedColumns,
  selectList,
  type MemoryTable,
  type PreparedColumn,
} from './input-tables.ts'
import { assumedColumns, EVERY, mentionedColumns } from './mentioned-columns.ts'
import { tablePath, type RenderedStatement } from './render.ts'
import type { Tree } from './syntax-tree.ts'

/** The value of a dependency that is read as a table. */
export interface GivenTable {
  readonly name: string
  readonly table: MemoryTable | FileTable
}

/** @throws {io/sql-not-a-table} {io/uneven-columns} */
export function givenTable(name: string, value: unknown, node: string): GivenTable {
  return { name, table: isFileTable(value) ? value : memoryTable(name, value, node) }
}

/** A table that a statement can read, until it is removed. */
export interface AttachedTable {
  readonly name: string
  /** Absent where nobody has to know them. */
  readonly columns: readonly string[] | undefined
  /** What went wrong while it was read. */
  failure(): unknown
  remove(): void
}

interface AttachRequest {
  readonly rendered: RenderedStatement
  readonly settings: EngineSettings
  readonly context: NodeContext
}

/**
 * Attaches one table after the other.
 *
 * @throws {io/sql-not-a-table} {io/unwritable-value} {io/changed} {io/not-found}
 */
export async function* attachTables(
  tables: readonly GivenTable[],
  tree: Tree,
  session: Session,
  request: AttachRequest,
): AsyncGenerator<AttachedTable, void, undefined> {
  const { duckdb } = session
  const { node } = request.context
  const mayRead = mentionedColumns(tree)
  // Of one table, without a star, every column that is named is one of its own.
  const needsNames = tables.length > 1 || mayRead === EVERY
  const others: string[] = []
  // Those of which something is known come first: what is left may be of the others.
  for (const { name, table } of [...tables].sort((a, b) => Number(isUnknown(a)) - Number(isUnknown(b)))) {
    let attached: AttachedTable
    if (isFileTable(table)) attached = await attachFile(name, table, needsNames, session, request)
    else {
      const columns = isUnknown({ name, table })
        ? emptyColumns(assumedColumns(tree, others), duckdb)
        : prepareColumns(name, table, mayRead, { node, duckdb })
      attached = await attachMemory(name, table, columns, session, request)
    }
    others.push(...(attached.columns ?? []))
    yield attached
  }
}

/** A list without rows says nothing of its columns. */
function isUnknown({ table }: GivenTable): boolean {
  return !isFileTable(table) && table.names.length === 0
}

async function attachMemory(
  name: string,
  table: MemoryTable,
  columns: readonly PreparedColumn[],
  { duckdb, scans, connection }: Session,
  { rendered, settings, context }: AttachRequest,
): Promise<AttachedTable> {
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

async function attachFile(
  name: string,
  file: FileTable,
  needsNames: boolean,
  { connection }: Session,
  { rendered, context }: AttachRequest,
): Promise<AttachedTable> {
  const path = tablePath(rendered.identifiers.get(name)!)
  await assertUnchanged(file, context)
  await connection.run(`create temp view ${path} as select * from ${fileTableCall(file)}`)
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

// A file by row groups: each is a batch of columns, of which only those that are asked for are read.

import type { FileMetaData } from 'hyparquet'
import type { Column, Columns } from '../../columns/column.ts'
import type { RandomBytes } from '../../places/random-bytes.ts'
import { chunksOf, rowsIn, type Chunk } from './footer.ts'
import { assemble } from './nested.ts'
import { readLeaf } from './read-leaf.ts'
import { columnsOf, leavesOf, type SchemaNode } from './schema.ts'
import { toColumn, validOf } from './to-column.ts'
import { Unreadable } from './unreadable.ts'

/** What is to be read of one row group. */
export interface GroupPlan {
  readonly rows: number
  readonly columns: readonly { readonly name: string; readonly node: SchemaNode; readonly chunks: readonly Chunk[] }[]
  /** What it takes in memory, about: what is claimed unpacked, and at least what the values take. */
  readonly sizeBytes: number
}

/**
 * Where the columns of these names lie in each group; every place is within the file. A file without groups has one
 * without rows, so that its columns are known.
 *
 * @throws {Unreadable}
 */
export function planGroups(metadata: FileMetaData, names: readonly string[], sizeBytes: number): readonly GroupPlan[] {
  const byName = new Map(columnsOf(metadata).map((column) => [column.element.name, column]))
  const groups = metadata.row_groups.map((group) => {
    const rows = rowsIn(group, sizeBytes)
    const columns = names.map((name) => {
      const node = byName.get(name)!
      return { name, node, chunks: named(name, () => chunksOf(node, group, rows, sizeBytes)) }
    })
    return { rows, columns, sizeBytes: columns.reduce((sum, { node, chunks }) => sum + sizeOf(node, chunks), 0) }
  })
  if (groups.length > 0) return groups
  return [{ rows: 0, columns: names.map((name) => ({ name, node: byName.get(name)!, chunks: [] })), sizeBytes: 0 }]
}

/** The columns of one group. @throws {Unreadable} */
export async function readGroup(file: RandomBytes, plan: GroupPlan, signal: AbortSignal): Promise<Columns> {
  const columns: [string, Column][] = []
  for (const { name, node, chunks } of plan.columns) {
    signal.throwIfAborted()
    const bytes: Uint8Array[] = []
    for (const { offset, lengthBytes } of chunks) bytes.push(await file.read(offset, lengthBytes))
    columns.push([name, named(name, () => readColumn(node, chunks, bytes, plan.rows))])
  }
  return Object.fromEntries(columns)
}

function readColumn(node: SchemaNode, chunks: readonly Chunk[], bytes: readonly Uint8Array[], rows: number): Column {
  const leaves = leavesOf(node).map((leaf, index) => {
    const chunk = chunks[index]
    if (chunk === undefined) return readLeaf(new Uint8Array(0), 'UNCOMPRESSED', leaf, 0)
    return readLeaf(bytes[index]!, chunk.meta.codec, leaf, chunk.values)
  })
  const [only] = leaves
  const isFlat = node.children.length === 0 && node.repetition === 0
  return isFlat ? toColumn(only!, rows, validOf(only!)) : assemble(node, leaves, rows)
}

function sizeOf(node: SchemaNode, chunks: readonly Chunk[]): number {
  const nodes = leavesOf(node)
  return chunks.reduce((sum, { meta, values }, index) => {
    const each = (nodes[index]!.repetition > 0 ? 2 : 0) + (/64|DOUBLE/.test(meta.type) ? 8 : 4)
    return sum + Math.max(Number(meta.total_uncompressed_size), values * each)
  }, 0)
}

function named<Value>(column: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) throw new Unreadable(error.message, { column, byte: error.byte })
    throw new Unreadable(`what it says of itself does not fit together (${(error as Error).message})`, { column })
  }
}

// A file by row groups: each is a batch of columns, of which only those that are asked for are read.

import type { FileMetaData } from 'hyparquet'
import type { Column, Columns } from '../../columns/column.ts'
import { sizeText } from '../../places/limits.ts'
import { chunksOf, rowsIn, type Chunk, type RandomBytes } from './footer.ts'
import { assemble } from './nested.ts'
import { readLeaf } from './read-leaf.ts'
import { columnsOf, leavesOf, type SchemaNode } from './schema.ts'
import { toColumn, validOf } from './to-column.ts'
import { Unreadable } from './unreadable.ts'

export interface GroupsRequest {
  /** Names of columns, in the order they are wanted. */
  readonly names: readonly string[]
  /** What a row group may have in memory. */
  readonly maxBytes: number
  /** The error of a group that has more. */
  readonly tooLarge: (what: string) => Error
  readonly signal: AbortSignal
}

/** One batch for each row group. @throws {Unreadable} */
export async function* readGroups(
  file: RandomBytes,
  metadata: FileMetaData,
  { names, maxBytes, tooLarge, signal }: GroupsRequest,
): AsyncGenerator<Columns, void, undefined> {
  const byName = new Map(columnsOf(metadata).map((column) => [column.element.name, column]))
  for (const group of metadata.row_groups) {
    const rows = rowsIn(group, file.sizeBytes)
    const plan = names.map((name) => {
      const node = byName.get(name)!
      return { name, node, chunks: named(name, () => chunksOf(node, group, rows, file.sizeBytes)) }
    })
    const sizeBytes = plan.reduce((sum, { node, chunks }) => sum + sizeOf(node, chunks), 0)
    if (sizeBytes > maxBytes) throw tooLarge(`a row group of ${sizeText(sizeBytes)}`)
    const columns: [string, Column][] = []
    for (const { name, node, chunks } of plan) {
      signal.throwIfAborted()
      const bytes: Uint8Array[] = []
      for (const { offset, lengthBytes } of chunks) bytes.push(await file.read(offset, lengthBytes))
      columns.push([name, named(name, () => readColumn(node, chunks, bytes, rows))])
    }
    yield Object.fromEntries(columns)
  }
}

function readColumn(node: SchemaNode, chunks: readonly Chunk[], bytes: readonly Uint8Array[], rows: number): Column {
  const leaves = leavesOf(node).map((leaf, index) => {
    const { meta, values } = chunks[index]!
    return readLeaf(bytes[index]!, meta, leaf, values)
  })
  const [only] = leaves
  const isFlat = node.children.length === 0 && node.repetition === 0
  return isFlat ? toColumn(only!, rows, validOf(only!)) : assemble(node, leaves, rows)
}

/** About: what is claimed unpacked, and at least what the values take. */
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
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new Unreadable(`what it says of itself does not fit together (${error.message})`, { column })
    }
    throw error
  }
}

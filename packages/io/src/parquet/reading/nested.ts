// Lists, records and maps out of the levels of their leaves: the assembly of Dremel (Melnik et al., 2010), row by row.

import { readerOf } from '../../columns/index.ts'
import { leavesOf, type SchemaNode } from './schema.ts'
import { toColumn } from './to-column.ts'
import type { Leaf } from './read-leaf.ts'
import { Unreadable } from './unreadable.ts'

/**
 * The values of a column that is more than one leaf. Lists are arrays, groups records, maps lists of `{ key, value }`.
 *
 * @throws {Unreadable} when its leaves do not fit together
 */
export function assemble(node: SchemaNode, leaves: readonly Leaf[], rows: number): unknown[] {
  const cursors = new Map(leaves.map((leaf) => [leaf.node.leaf, new Cursor(leaf)]))
  const read = readerFor(node, cursors)
  const values: unknown[] = []
  for (let row = 0; row < rows; row++) values.push(read())
  for (const cursor of cursors.values()) cursor.expectEnd()
  return values
}

class Cursor {
  readonly #leaf: Leaf
  readonly #read: (index: number) => unknown
  #level = 0
  #value = 0

  constructor(leaf: Leaf) {
    this.#leaf = leaf
    const { definitions, length, node } = leaf
    let present = length
    if (definitions) {
      present = 0
      for (const level of definitions) if (level === node.definition) present++
    }
    this.#read = readerOf(toColumn(leaf, present, undefined))
  }

  get definition(): number {
    if (this.#level >= this.#leaf.length) throw new Unreadable('its lists end too early')
    return this.#leaf.definitions?.[this.#level] ?? 0
  }

  /** Whether the next level goes on in the list of this repetition. */
  continues(repetition: number): boolean {
    const { repetitions, length } = this.#leaf
    return repetitions !== undefined && this.#level < length && repetitions[this.#level]! >= repetition
  }

  skip(): void {
    this.#level++
  }

  /** Some writers give what is null in a list of fixed length a level for each of its elements. */
  skipWithin(repetition: number): void {
    do this.#level++
    while (this.continues(repetition + 1))
  }

  take(): unknown {
    const isThere = this.definition === this.#leaf.node.definition
    this.#level++
    return isThere ? this.#read(this.#value++) : null
  }

  expectEnd(): void {
    if (this.#level < this.#leaf.length) throw new Unreadable('its lists have more values than rows')
  }
}

type Cursors = ReadonlyMap<number, Cursor>
type Read = () => unknown

function readerFor(node: SchemaNode, cursors: Cursors): Read {
  if (node.element.repetition_type === 'REPEATED') return listReader(node, valueReader(node, cursors), cursors)
  return valueReader(node, cursors)
}

function valueReader(node: SchemaNode, cursors: Cursors): Read {
  if (node.children.length === 0) {
    const cursor = cursors.get(node.leaf)!
    return () => cursor.take()
  }
  const inner = groupReader(node, cursors)
  if (node.element.repetition_type !== 'OPTIONAL') return inner
  const first = cursors.get(node.leaf)!
  const all = leavesOf(node).map(({ leaf }) => cursors.get(leaf)!)
  return () => {
    if (first.definition >= node.definition) return inner()
    for (const cursor of all) cursor.skipWithin(node.repetition)
    return null
  }
}

function groupReader(node: SchemaNode, cursors: Cursors): Read {
  const [only] = node.children
  const isList = node.element.converted_type === 'LIST' || node.element.logical_type?.type === 'LIST'
  const isMap =
    /^MAP(_KEY_VALUE)?$/.test(node.element.converted_type ?? '') || node.element.logical_type?.type === 'MAP'
  if ((isList || isMap) && node.children.length === 1 && only!.element.repetition_type === 'REPEATED') {
    // Around each element stands a group of one field, unless the file is of an old writer.
    const isWrapped = isList && only!.children.length === 1 && !/^(array|.*_tuple)$/.test(only!.element.name)
    const element = isWrapped ? readerFor(only!.children[0]!, cursors) : valueReader(only!, cursors)
    return listReader(only!, element, cursors)
  }
  const fields = node.children.map((child) => ({ name: child.element.name, read: readerFor(child, cursors) }))
  // As entries: a field may have any name, also `__proto__`.
  return () => Object.fromEntries(fields.map(({ name, read }) => [name, read()]))
}

function listReader(repeated: SchemaNode, element: Read, cursors: Cursors): Read {
  const first = cursors.get(repeated.leaf)!
  const all = leavesOf(repeated).map(({ leaf }) => cursors.get(leaf)!)
  return () => {
    const items: unknown[] = []
    if (first.definition < repeated.definition) {
      for (const cursor of all) cursor.skip()
      return items
    }
    do items.push(element())
    while (first.continues(repeated.repetition))
    return items
  }
}

// The columns of a file, and the leaves that each is made of.

import type { FileMetaData, SchemaElement } from 'hyparquet'
import { Unreadable } from './unreadable.ts'

export interface SchemaNode {
  readonly element: SchemaElement
  readonly children: readonly SchemaNode[]
  /** Values below are there from this definition level on. */
  readonly definition: number
  readonly repetition: number
  /** Place of the leaf among those of the file; of a group that of its first. */
  readonly leaf: number
  readonly leafCount: number
}

const MOST_DEPTH = 32

/** The top-level columns of a file. @throws {Unreadable} when the schema is no tree, or two have one name */
export function columnsOf({ schema }: FileMetaData): readonly SchemaNode[] {
  let next = 0
  let leaves = 0
  const read = (definition: number, repetition: number, depth: number): SchemaNode => {
    const element = schema[next++]
    if (element === undefined || depth > MOST_DEPTH) throw new Unreadable('its schema is no tree')
    const isRoot = depth === 0
    const definitionHere = definition + (isRoot || element.repetition_type === 'REQUIRED' ? 0 : 1)
    const repetitionHere = repetition + (!isRoot && element.repetition_type === 'REPEATED' ? 1 : 0)
    const leaf = leaves
    const count = element.type === undefined ? (element.num_children ?? 0) : 0
    if (count < 0 || count > schema.length) throw new Unreadable('its schema is no tree')
    const children: SchemaNode[] = []
    for (let child = 0; child < count; child++) children.push(read(definitionHere, repetitionHere, depth + 1))
    if (element.type !== undefined) leaves++
    else if (!isRoot && count === 0) throw new Unreadable(`its column ${JSON.stringify(element.name)} has no type`)
    return { element, children, definition: definitionHere, repetition: repetitionHere, leaf, leafCount: leaves - leaf }
  }
  const { children } = read(0, 0, 0)
  if (next !== schema.length) throw new Unreadable('its schema is no tree')
  const names = new Set<string>()
  for (const { element } of children) {
    if (names.has(element.name)) throw new Unreadable(`two of its columns are called ${JSON.stringify(element.name)}`)
    names.add(element.name)
  }
  return children
}

/** All leaves of a column, in the order of the file. */
export function leavesOf(node: SchemaNode): readonly SchemaNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf)
}

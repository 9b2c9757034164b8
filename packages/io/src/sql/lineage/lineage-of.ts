// Lineage of a statement that has been parsed.

import type { TableSchema } from '../../columns/table-schema.ts'
import type { RenderedStatement } from '../render.ts'
import type { Tree } from '../syntax-tree.ts'
import { type ColumnLineage, referencesIn, Uses } from './lineage.ts'
import { type KnownTable, QueryReader } from './query-lineage.ts'
import { MANY } from './relation.ts'

/** What is known of the inputs: by table its columns, as a schema or as names in their order. */
export type InputSchemas = Readonly<Record<string, TableSchema | readonly string[]>>

/** The way of the columns of a statement, from its tree. */
export function lineageOf(tree: Tree, { identifiers }: RenderedStatement, schemas: InputSchemas): ColumnLineage {
  const names = new Map([...identifiers].map(([name, identifier]) => [identifier.toLowerCase(), name]))
  const tableOf = (identifier: string): KnownTable => {
    const table = names.get(identifier.toLowerCase()) ?? identifier
    const known = Object.hasOwn(schemas, table) ? schemas[table] : undefined
    return { table, columns: known && (Array.isArray(known) ? (known as readonly string[]) : Object.keys(known)) }
  }
  const uses = new Uses()
  const reader = new QueryReader(tableOf)
  const { columns } = reader.read(tree, { common: new Map(), uses })
  return {
    columns: columns.map(({ name = MANY, references }) => ({ name, from: referencesIn(references) })),
    uses: {
      filters: referencesIn(uses.filters),
      joins: referencesIn(uses.joins),
      groups: referencesIn(uses.groups),
      order: referencesIn(uses.order),
    },
    tables: [...reader.tables],
  }
}

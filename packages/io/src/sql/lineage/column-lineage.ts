// Column lineage of a statement, from the tree that DuckDB makes of it.

import type { TableSchema } from '../../columns/table-schema.ts'
import { openSession } from '../engine.ts'
import { render, type RenderedStatement } from '../render.ts'
import { statementOf } from '../statement.ts'
import { parseStatement, type Tree } from '../syntax-tree.ts'
import { statementOfNode } from './kept-statements.ts'
import { type ColumnLineage, referencesIn, Uses } from './lineage.ts'
import { type KnownTable, QueryReader } from './query-lineage.ts'
import { MANY } from './relation.ts'

/** What is known of the inputs: by table its columns, as a schema or as names in their order. */
export type InputSchemas = Readonly<Record<string, TableSchema | readonly string[]>>

/**
 * Which columns of its inputs each column of a result comes from, and which decide on the rows. It is read from the
 * statement, as DuckDB itself understands it; nothing is run. Where a statement does what cannot be followed, lineage says
 * too much rather than too little.
 *
 * @param statement a node made by `sql`, not wrapped by a modifier; or the text of a query
 * @param schemas needed where a statement says `*`, or names columns without their table beside several tables
 * @throws {io/sql-syntax} {io/sql-not-a-query} {io/missing-package}
 * @example
 * const { columns } = await columnLineage('select origin, avg(delay) as delay from flights group by origin')
 * columns[1] // => { name: 'delay', from: [{ table: 'flights', column: 'delay' }] }
 */
export async function columnLineage(
  statement: string | ((...given: never[]) => unknown),
  schemas: InputSchemas = {},
): Promise<ColumnLineage> {
  const rendered = typeof statement === 'string' ? render(statementOf([statement], [])) : statementOfNode(statement)
  const session = await openSession({})
  try {
    return lineageOf(await parseStatement(rendered, '', session), rendered, schemas)
  } finally {
    session.close()
  }
}

/** The same of a tree. */
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

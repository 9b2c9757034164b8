// Column lineage of a statement, from the tree that DuckDB makes of it.

import { openSession } from '../engine.ts'
import { render } from '../render.ts'
import { statementOf } from '../statement.ts'
import { parseStatement } from '../syntax-tree.ts'
import { statementOfNode } from './kept-statements.ts'
import type { ColumnLineage } from './lineage.ts'
import { type InputSchemas, lineageOf } from './lineage-of.ts'

/**
 * Which columns of its inputs each column of a result comes from, and which decide on the rows. It is read from the
 * statement, as DuckDB itself understands it; nothing is run. Where a statement does what cannot be followed, lineage says
 * too much rather than too little.
 *
 * @param statement a node made by `sql`, not wrapped by a modifier; or the text of a query
 * @param schemas needed where a statement says `*`, or names columns without their table beside several tables
 * @throws {io/sql-syntax} {io/sql-not-a-query} {io/missing-package}
 * @example
 * import { columnLineage } from '@throughline/io/sql'
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

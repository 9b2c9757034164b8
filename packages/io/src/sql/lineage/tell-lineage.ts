// What a run tells of the lineage of its SQL.

import type { NodeContext } from 'throughline'
import type { Columns } from '../../columns/column.ts'
import { rowCount } from '../../columns/index.ts'
import type { RenderedStatement } from '../render.ts'
import type { StatementResult } from '../run-statement.ts'
import type { ColumnReference } from './lineage.ts'
import { lineageOf } from './lineage-of.ts'

/** Records in the log of the step how many rows it gave, and where their columns come from: names, never values. */
export function tellLineage(
  { tree, schemas }: StatementResult,
  statement: RenderedStatement,
  columns: Columns,
  context: NodeContext,
): void {
  const names = Object.keys(columns)
  const lineage = lineageOf(tree, statement, schemas)
  const isCounted = lineage.columns.length === names.length
  const from = lineage.columns.map((column, index): [string, readonly string[]] => [
    isCounted ? names[index]! : column.name,
    column.from.map(shown),
  ])
  const uses = Object.entries(lineage.uses).filter(([, references]) => references.length > 0)
  const rows = rowCount(columns)
  context.log(`${rows} rows from ${lineage.tables.join(', ') || 'no table'}`, {
    rows,
    lineage: {
      columns: Object.fromEntries(from),
      uses: Object.fromEntries(uses.map(([kind, references]) => [kind, references.map(shown)])),
    },
  })
}

function shown({ table, column }: ColumnReference): string {
  return `${table}.${column}`
}

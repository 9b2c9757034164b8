// What a run tells of the lineage of its SQL.

import type { NodeContext } from 'throughline'
import type { StepScope } from 'throughline/memo'
import type { Columns } from '../../columns/column.ts'
import { rowCount } from '../../columns/index.ts'
import type { RenderedStatement } from '../render.ts'
import type { StatementResult } from '../run-statement.ts'
import type { ColumnReference } from './lineage.ts'
import { lineageOf } from './lineage-of.ts'

/** Tells the hooks of a run what was run, and where its columns come from: names, never values. */
export function tellLineage(
  { tree, schemas }: StatementResult,
  statement: RenderedStatement,
  columns: Columns,
  context: NodeContext,
): void {
  const step: NodeContext & Partial<Pick<StepScope, 'tell'>> = context
  // A direct call is no step of a run: nobody listens.
  if (!step.tell) return
  const names = Object.keys(columns)
  const lineage = lineageOf(tree, statement, schemas)
  const isCounted = lineage.columns.length === names.length
  const from = lineage.columns.map((column, index): [string, readonly string[]] => [
    isCounted ? names[index]! : column.name,
    column.from.map(shown),
  ])
  const uses = Object.entries(lineage.uses).filter(([, references]) => references.length > 0)
  step.tell('onStepMetadata', {
    kind: 'statement',
    description: { type: 'sql', statement: statement.written, tables: lineage.tables },
    metadata: {
      rows: rowCount(columns),
      columns: Object.fromEntries(from),
      uses: Object.fromEntries(uses.map(([kind, references]) => [kind, references.map(shown)])),
    },
  })
}

function shown({ table, column }: ColumnReference): string {
  return `${table}.${column}`
}

// Statements by the nodes that were made of them, and what a run tells of their lineage.

import type { NodeContext } from 'throughline'
import { ThroughlineError } from 'throughline'
import type { Columns } from '../../columns/column.ts'
import { rowCount } from '../../columns/index.ts'
import { ioIssue } from '../../issues.ts'
import type { RenderedStatement } from '../render.ts'
import type { StatementResult } from '../run-statement.ts'
import { lineageOf } from './column-lineage.ts'
import type { ColumnReference } from './lineage.ts'

const statements = new WeakMap<object, RenderedStatement>()

export function keepStatement<Node extends object>(node: Node, statement: RenderedStatement): Node {
  statements.set(node, statement)
  return node
}

/** @throws {io/sql-hole} when the node was not made by `sql`, or is wrapped */
export function statementOfNode(node: object): RenderedStatement {
  const statement = statements.get(node)
  if (statement) return statement
  throw new ThroughlineError([
    ioIssue('io/sql-hole', { found: 'a function that sql has not made, or that a modifier has wrapped' }),
  ])
}

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

// Statements by the nodes that were made of them.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../../issues.ts'
import type { RenderedStatement } from '../render.ts'

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

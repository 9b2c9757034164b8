// A statement as DuckDB understands it: its own tree, as `json_serialize_sql` gives it.

import { ThroughlineError } from 'throughline'
import { ioIssue } from '../issues.ts'
import type { Session } from './engine.ts'
import { syntaxFailure } from './failures.ts'
import type { RenderedStatement } from './render.ts'

/** A part of the tree, with whatever properties that kind of part has. */
export interface Tree {
  readonly [property: string]: unknown
}

interface Serialized {
  readonly error: boolean
  readonly error_type?: string
  readonly error_message?: string
  readonly position?: string
  readonly statements?: readonly { readonly node: Tree }[]
}

/**
 * The tree of the one query that a statement is.
 *
 * @throws {io/sql-syntax} {io/sql-not-a-query}
 */
export async function parseStatement(statement: RenderedStatement, node: string, session: Session): Promise<Tree> {
  const reader = await session.connection.runAndReadAll('select json_serialize_sql($1::varchar)', [statement.text])
  const parsed = JSON.parse(String(reader.value(0, 0))) as Serialized
  if (parsed.error && parsed.error_type === 'parser') {
    throw syntaxFailure(parsed.error_message ?? '', Number(parsed.position ?? 0), statement, node)
  }
  const { statements = [] } = parsed
  if (parsed.error || statements.length !== 1) {
    const found = parsed.error
      ? 'a statement of another kind'
      : statements.length === 0
        ? 'none'
        : `${statements.length} statements`
    throw new ThroughlineError([ioIssue('io/sql-not-a-query', { node, found })])
  }
  const { node: tree } = statements[0]!
  refuseCalls(tree, node)
  return tree
}

function refuseCalls(tree: Tree, node: string): void {
  for (const part of partsOf(tree)) {
    if (part['type'] !== 'TABLE_FUNCTION') continue
    const called = textIn(part['function'] as Tree | undefined, 'function_name').toLowerCase()
    const why = REFUSED.get(called)
    if (why === undefined) continue
    throw new ThroughlineError([ioIssue('io/sql-not-a-query', { node, found: `${called}(), ${why}` })])
  }
}

const [changing, hiding, pointing] = [
  'which changes how the database works',
  'which runs what stands in a text',
  'which reads the memory of the process',
]

/** Functions in the place of tables that are no part of a query, and what they do. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ...`checkpoint disable_logging disable_peg_parser disable_profiling enable_logging enable_peg_parser enable_profiling
    force_checkpoint truncate_duckdb_logs`
    .split(/\s+/)
    .map((name): [string, string] => [name, changing]),
  ['query', hiding],
  ['json_execute_serialized_sql', hiding],
  ['arrow_scan', pointing],
  ['arrow_scan_dumb', pointing],
])

/** Every part of a tree, itself first. */
export function* partsOf(tree: unknown): Generator<Tree, void, undefined> {
  const left: unknown[] = [tree]
  while (left.length > 0) {
    const part = left.pop()
    if (typeof part !== 'object' || part === null) continue
    if (!Array.isArray(part)) yield part as Tree
    left.push(...Object.values(part))
  }
}

/** A property that is a text; empty when it is none. */
export function textIn(tree: Tree | undefined, property: string): string {
  const value = tree?.[property]
  return typeof value === 'string' ? value : ''
}

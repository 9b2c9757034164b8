// A statement as it was written: text, and in between what it reads.

import type { From } from 'throughline'
import { ThroughlineError } from 'throughline'
import { toBinding } from 'throughline/insides'
import { ioIssue } from '../issues.ts'
import { parameterName, type Param } from './param.ts'
import { isSqlValue, kindOfValue, type SqlValue } from './sql-value.ts'

/** What may stand between the texts of a statement. */
export type SqlHole = From<string> | Param<string> | SqlValue

export type SqlPiece =
  | { readonly text: string }
  | { readonly table: string }
  | { readonly parameter: string }
  | { readonly constant: SqlValue }

export interface Statement {
  readonly pieces: readonly SqlPiece[]
  /** Names of dependencies that are tables, each once, in the order of writing. */
  readonly tables: readonly string[]
  /** Names of dependencies that are values. */
  readonly parameters: readonly string[]
}

/** @throws {io/sql-hole} when what stands in the template is neither a reference nor a value */
export function statementOf(texts: readonly string[], holes: readonly unknown[]): Statement {
  const pieces: SqlPiece[] = []
  for (const [index, text] of texts.entries()) {
    if (text !== '') pieces.push({ text })
    if (index < holes.length) pieces.push(pieceFor(holes[index], index))
  }
  const tables = distinct(pieces.flatMap((piece) => ('table' in piece ? [piece.table] : [])))
  const parameters = distinct(pieces.flatMap((piece) => ('parameter' in piece ? [piece.parameter] : [])))
  const both = tables.find((name) => parameters.includes(name))
  if (both !== undefined) {
    throw new ThroughlineError([ioIssue('io/sql-hole', { found: `"${both}" both as a table and as a value` })])
  }
  return { pieces, tables, parameters }
}

function pieceFor(hole: unknown, index: number): SqlPiece {
  const parameter = parameterName(hole)
  if (parameter !== undefined) return { parameter }
  const binding = toBinding(hole)
  if ('name' in binding) return { table: binding.name }
  if ('constant' in binding && isSqlValue(hole)) return { constant: hole }
  const found = 'constant' in binding ? kindOfValue(hole) : 'a group of nodes'
  throw new ThroughlineError([
    ioIssue('io/sql-hole', { found: `${found} as number ${index + 1} of what stands in it` }),
  ])
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

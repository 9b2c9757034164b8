// A statement as DuckDB gets it, and the way back from a place in it to the text that was written.

import { ThroughlineError } from 'throughline'
import { quoted } from '../databases/table-name.ts'
import { ioIssue } from '../issues.ts'
import { placeholderIn, quietStretches } from './scan-words.ts'
import type { SqlPiece, Statement } from './statement.ts'
import type { SqlValue } from './sql-value.ts'

/** What is bound to a placeholder: the value of a dependency, or one that was written there. */
type Bound = { readonly parameter: string } | { readonly constant: SqlValue }

export interface RenderedStatement {
  readonly text: string
  /** By table, the identifier that stands for it: its own name, unless another one differs from it in case only. */
  readonly identifiers: ReadonlyMap<string, string>
  /** In the order of the placeholders `$1`, `$2`. */
  readonly bound: readonly Bound[]
  /** The statement as it was written, with `${from('flights')}` in the place of tables. */
  readonly written: string
  /** Where in `written` a byte of `text` is. */
  placeOf(byte: number): number
}

interface Part {
  readonly text: string
  readonly written: string
}

/**
 * Tables are named in full: no name that is given in the statement, as that of a `with`, can come between.
 *
 * @throws {io/sql-hole} when something stands within quotes, where it would be a part of a text, or a placeholder is in the text
 */
export function render({ pieces, tables }: Statement): RenderedStatement {
  const identifiers = identifiersFor(tables)
  const inComments = piecesInComments(pieces)
  const bound: Bound[] = []
  const numbers = new Map<string, number>()
  const placeholder = (piece: Bound): string => {
    const known = 'parameter' in piece ? numbers.get(piece.parameter) : undefined
    const number = known ?? bound.push(piece)
    if ('parameter' in piece) numbers.set(piece.parameter, number)
    return `$${number}`
  }
  const parts = pieces.map((piece): Part => {
    const written = asWritten(piece)
    if ('text' in piece || inComments.has(piece)) return { text: written, written }
    return { text: 'table' in piece ? tablePath(identifiers.get(piece.table)!) : placeholder(piece), written }
  })
  return {
    text: parts.map((part) => part.text).join(''),
    identifiers,
    bound,
    written: parts.map((part) => part.written).join(''),
    placeOf: (byte) => placeIn(parts, byte),
  }
}

/** The tables of a statement belong to its connection: nobody else sees them. */
export function tablePath(identifier: string): string {
  return `temp.main.${quoted(identifier)}`
}

function asWritten(piece: SqlPiece): string {
  if ('text' in piece) return piece.text
  if ('table' in piece) return `\${from('${piece.table}')}`
  return 'parameter' in piece ? `\${param('${piece.parameter}')}` : '${...}'
}

/** Identifiers are equal whatever their case; no zero byte can be in one. */
function identifiersFor(tables: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  return new Map(
    tables.map((table) => {
      const base = table.replaceAll('\0', '')
      let name = base
      for (let count = 2; name === '' || taken.has(name.toLowerCase()); count++) name = `${base}_${count}`
      taken.add(name.toLowerCase())
      return [table, name]
    }),
  )
}

/** A line that was commented out may have holes in it: they are no placeholders there. */
function piecesInComments(pieces: readonly SqlPiece[]): ReadonlySet<SqlPiece> {
  // A word in the place of each hole, so that it is neither quoted nor a comment by itself.
  const texts = pieces.map((piece) => ('text' in piece ? piece.text : 'hole'))
  const placeholder = placeholderIn(texts.join(''))
  if (placeholder !== undefined) {
    throw new ThroughlineError([ioIssue('io/sql-hole', { found: `the placeholder ${placeholder} in the text` })])
  }
  const stretches = quietStretches(texts.join(''))
  const found = new Set<SqlPiece>()
  let at = 0
  for (const [index, piece] of pieces.entries()) {
    const around = 'text' in piece ? undefined : stretches.find(({ start, end }) => start <= at && at < end)
    if (around?.kind === 'comment') found.add(piece)
    if (around?.kind === 'quoted') {
      const text = `${asWritten(piece)} within quotes, where it would be a part of the text`
      throw new ThroughlineError([ioIssue('io/sql-hole', { found: text })])
    }
    at += texts[index]!.length
  }
  return found
}

/** Positions of DuckDB count bytes of UTF-8. */
function placeIn(parts: readonly Part[], byte: number): number {
  let [left, written] = [byte, 0]
  for (const part of parts) {
    const bytes = encoder.encode(part.text)
    if (left < bytes.length || part === parts.at(-1)) {
      const isText = part.text === part.written
      return written + (isText ? decoder.decode(bytes.subarray(0, left)).length : 0)
    }
    left -= bytes.length
    written += part.written.length
  }
  return written
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

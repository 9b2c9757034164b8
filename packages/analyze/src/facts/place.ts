// A stretch of source: where something is written.

import type { SourceFile } from '../source/source-file.ts'

/** A stretch of a file. Plain data. */
export interface Place {
  /** Absolute path. */
  readonly file: string
  /** Offset of the first character. @unit UTF-16 code units from the start of the text */
  readonly start: number
  /** Offset behind the last character. @unit UTF-16 code units from the start of the text */
  readonly end: number
  /** Of the first character, from 1. */
  readonly line: number
  /** Of the first character, from 1. @unit UTF-16 code units */
  readonly column: number
}

/** What every node of a syntax tree has. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

export function placeOf({ path, lines }: SourceFile, { start, end }: Stretch): Place {
  const { line, column } = lines.positionAt(start)
  return { file: path, start, end, line, column }
}

/** Of a text in quotes what stands between them; a question mark at its end is not part of a name. */
export function insideOf({ start, end, column, ...place }: Place, isOptional = false): Place {
  return { ...place, start: start + 1, end: end - (isOptional ? 2 : 1), column: column + 1 }
}

/** True when the place has this offset, or ends there: a cursor behind a word still means the word. */
export function touches({ start, end }: Stretch, offset: number): boolean {
  return start <= offset && offset <= end
}

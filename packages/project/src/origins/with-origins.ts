// Completes issues with the place in the source that each is about.

import type { Issue, Origin, OriginResolver, RelatedPlace, SourceReference, ThroughlineError } from 'throughline'
import { readSourceLines } from '../source/read-source.ts'
import type { ProjectOrigin } from './project-origin.ts'

/** Heads are read this many lines far in search of a name. */
const HEAD_LINES = 30

/** An issue with the origins of the nodes that it is about, for those who can read more from the source. */
export interface PlacedIssue extends Issue {
  readonly origin?: ProjectOrigin | undefined
  readonly related?: readonly (RelatedPlace & { readonly origin?: ProjectOrigin })[]
}

/**
 * The issues of an error with `at` filled in where the resolver knows it: the place of the name that the issue is
 * about when it stands in the head of the function, otherwise that of the function.
 */
export function withOrigins(error: ThroughlineError, resolver: OriginResolver): PlacedIssue[] {
  const originOf = (known: ProjectOrigin | undefined, source: SourceReference | undefined): ProjectOrigin | undefined =>
    known ?? (source && resolver(source))
  return error.issues.map((issue: PlacedIssue) => {
    const origin = originOf(issue.origin, issue.subject.source)
    const at = issue.at ?? (origin && locate(origin, issue.subject.name))
    const related = issue.related?.map((place) => {
      const own = originOf(place.origin, place.source)
      const found = place.at ?? own
      return { ...place, ...(found && { at: found }), ...(own && { origin: own }) }
    })
    return { ...issue, ...(at && { at }), ...(origin && { origin }), ...(related && { related }) }
  })
}

function locate(at: Origin, name: string | undefined): Origin {
  const lines = readSourceLines(at.module)
  if (lines === undefined) return at
  return (name !== undefined && findInHead(lines, at, name)) || findExport(lines, at)
}

/** The name among the parameters that begin at the place. */
function findInHead(lines: readonly string[], at: Origin, name: string): Origin | undefined {
  let depth = 0
  for (let line = at.line; line < at.line + HEAD_LINES && line <= lines.length; line++) {
    const offset = line === at.line ? at.column - 1 : 0
    const text = lines[line - 1]!.slice(offset)
    const end = headEnd(text, depth)
    const column = indexOfWord(end.closed === undefined ? text : text.slice(0, end.closed), name)
    if (column >= 0) return { ...at, line, column: offset + column + 1 }
    if (end.closed !== undefined) return undefined
    depth = end.depth
  }
  return undefined
}

/** Where the bracket of the parameters closes, counting only brackets. */
function headEnd(text: string, open: number): { depth: number; closed?: number } {
  let depth = open
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++
    else if (text[index] === ')' && --depth === 0) return { depth, closed: index }
  }
  return { depth }
}

/** The name of the export when it stands on the line, so that the mark is below a word. */
function findExport(lines: readonly string[], at: Origin): Origin {
  const name = at.exportPath.split('.')[0]!
  const column = indexOfWord(lines[at.line - 1] ?? '', name)
  return column >= 0 && column < at.column ? { ...at, column: column + 1 } : at
}

function indexOfWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0 && word !== ''; at = text.indexOf(word, at + 1)) {
    if (!/[\p{ID_Continue}$]/u.test(text[at - 1] ?? ' ') && !/[\p{ID_Continue}$]/u.test(text[at + word.length] ?? ' '))
      return at
  }
  return -1
}

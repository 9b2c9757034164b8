// What is wrong and where: an issue of which the whole stretch of source is known.

import type { Issue, Origin } from 'throughline'
import type { Place } from '../facts/place.ts'

export interface Finding extends Issue {
  readonly at: Origin
  /** The stretch that it is about; `at` is where it begins. */
  readonly place: Place
}

/** The issue at its place. @param exportPath of the export that it is about */
export function finding(issue: Issue, place: Place, exportPath: string = issue.subject.node ?? ''): Finding {
  return { ...issue, at: toOrigin(place, exportPath), place }
}

export function toOrigin({ file: module, line, column }: Place, exportPath: string): Origin {
  return { module, exportPath, line, column }
}

/** Each once, in the order of files and places; what comes twice from several flows is one. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const each = new Map(findings.map((one) => [`${one.code}\0${one.place.file}\0${one.place.start}\0${one.title}`, one]))
  return [...each.values()].sort(
    (a, b) =>
      (a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : 0) ||
      a.place.start - b.place.start ||
      (a.code < b.code ? -1 : 1),
  )
}

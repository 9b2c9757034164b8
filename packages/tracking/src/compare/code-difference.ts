// What differs between two versions of the code of a node: its own declaration, helpers, packages.

import type { CodeFacts, CodePiece } from '../queries/run-details.ts'

/** A piece of code that was edited, came or went. */
export interface PieceChange {
  readonly kind: string
  /** Empty for statements and files. */
  readonly name: string
  readonly before?: CodePlaceText
  readonly after?: CodePlaceText
}

export interface CodePlaceText {
  readonly file: string
  readonly line: number
  /** Absent where the file was not tracked by version control, or there was too much of it. */
  readonly text?: string
}

export interface PackageChange {
  readonly name: string
  /** Versions; none when it was not there. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export interface CodeDifference {
  readonly pieces: readonly PieceChange[]
  readonly packages: readonly PackageChange[]
}

/**
 * Pieces are told by their content: comments, formatting and places do not count. Of two with one name, the one in the same
 * file is the same piece.
 */
export function codeDifference(before: CodeFacts | undefined, after: CodeFacts | undefined): CodeDifference {
  return {
    pieces: pieceChanges(before?.pieces ?? [], after?.pieces ?? []),
    packages: packageChanges(versionsIn(before), versionsIn(after)),
  }
}

function pieceChanges(before: readonly CodePiece[], after: readonly CodePiece[]): PieceChange[] {
  const gone = without(before, after)
  const come = without(after, before)
  const pairs: PieceChange[] = []
  const rules: readonly ((one: CodePiece, other: CodePiece) => boolean)[] = [
    (one, other) => one.name === other.name && one.file === other.file,
    (one, other) => one.name === other.name && one.name !== '',
  ]
  for (const isSame of rules) {
    for (const one of gone) {
      const other = [...come].find((piece) => piece.kind === one.kind && isSame(one, piece))
      if (!other) continue
      gone.delete(one)
      come.delete(other)
      pairs.push({ kind: one.kind, name: other.name, before: placeOf(one), after: placeOf(other) })
    }
  }
  return [
    ...pairs,
    ...[...gone].map((one): PieceChange => ({ kind: one.kind, name: one.name, before: placeOf(one) })),
    ...[...come].map((one): PieceChange => ({ kind: one.kind, name: one.name, after: placeOf(one) })),
  ]
}

/** Those whose content is not among the others. */
function without(pieces: readonly CodePiece[], others: readonly CodePiece[]): Set<CodePiece> {
  const known = new Set(others.map(({ name, hash }) => `${name} ${hash}`))
  return new Set(pieces.filter(({ name, hash }) => !known.has(`${name} ${hash}`)))
}

function placeOf({ file, line, text }: CodePiece): CodePlaceText {
  return { file, line, ...(text !== undefined && { text }) }
}

/** Name -> versions. */
function versionsIn(code: CodeFacts | undefined): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {}
  for (const written of code?.packages ?? []) {
    const at = written.lastIndexOf('@')
    if (at > 0) (found[written.slice(0, at)] ??= []).push(written.slice(at + 1))
  }
  return found
}

/** @param before name -> versions */
export function packageChanges(
  before: Readonly<Record<string, readonly string[]>>,
  after: Readonly<Record<string, readonly string[]>>,
): PackageChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name): PackageChange[] => {
    const [old, now] = [before[name] ?? [], after[name] ?? []]
    return old.join(' ') === now.join(' ') ? [] : [{ name, before: old, after: now }]
  })
}

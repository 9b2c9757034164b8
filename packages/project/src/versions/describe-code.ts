// What a version of code is made of, with its text: so that a record can say later what differs.

import type { CodeVersion, SourceTree, VersionUnit } from '@throughline/analyze'
import { relative, sep } from 'node:path'

/** A piece of code that a node reaches: its own declaration, a helper, a constant, a file. */
export interface CodePiece {
  readonly kind: VersionUnit['kind']
  /** The names that it declares; empty for statements and files. */
  readonly name: string
  /** From the folder of the project, with slashes. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** SHA-256 of its normal form: comments and formatting do not count. */
  readonly hash: string
  /** Whole lines. Absent where the file is not tracked, or there is too much of it. */
  readonly text?: string
}

export interface CodeDescription {
  /** The text of the declaration itself. Only from a file that version control tracks. */
  readonly source?: string
  readonly file?: string
  readonly line?: number
  /** Name and version of what the code imports: `ml-matrix@6.12.1`. */
  readonly packages: readonly string[]
  /** Everything of the project that the version stands for. */
  readonly pieces: readonly CodePiece[]
}

export interface DescribeCodeOptions {
  readonly tree: SourceTree
  /** Of the project. */
  readonly directory: string
  readonly isTracked: (file: string) => boolean
}

/** Texts of all pieces together, in characters. */
const MOST_TEXT = 48_000

/** @param own where the declaration of the node is: an absolute path, and the name of the export */
export function describeCode(
  version: CodeVersion,
  own: { readonly file: string; readonly name: string },
  { tree, directory, isTracked }: DescribeCodeOptions,
): CodeDescription {
  let left = MOST_TEXT
  const textOf = (unit: VersionUnit): string | undefined => {
    if (unit.kind === 'file' || !isTracked(unit.file)) return undefined
    const text = wholeLines(tree.file(unit.file)?.text ?? '', unit)
    if (text.length > left) return undefined
    left -= text.length
    return text
  }
  const isOwn = ({ file, name }: VersionUnit): boolean => file === own.file && name.split(', ').includes(own.name)
  const units = [...version.units].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
  const pieces = units.map((unit): CodePiece => {
    const { kind, name, line, hash } = unit
    const text = textOf(unit)
    return {
      kind,
      name,
      file: withSlashes(relative(directory, unit.file)),
      line,
      hash,
      ...(text !== undefined && { text }),
    }
  })
  const declaration = units.findIndex(isOwn)
  const [at, found] = [units[declaration], pieces[declaration]]
  return {
    ...(found?.text !== undefined && { source: found.text }),
    ...(at && found && { file: found.file, line: found.line }),
    packages: version.packages.map(({ name, version: number }) => `${name}@${number}`),
    pieces,
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join('/')
}

function wholeLines(text: string, { start, end }: VersionUnit): string {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const rest = text.indexOf('\n', end)
  return text.slice(from, rest < 0 ? text.length : rest).replace(/\r$/, '')
}

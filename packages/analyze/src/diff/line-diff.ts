// Which lines of a text became which.

import { structuredPatch } from 'diff/lib/patch/create.js'

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  /** Without its line end. */
  readonly text: string
}

/** A stretch of lines that changed, with those around it. */
export interface DiffHunk {
  /** The number of its first line before, from 1; when it has none, of the line behind which it stands. */
  readonly before: number
  /** The same after. */
  readonly after: number
  readonly lines: readonly DiffLine[]
}

/** Plain data; no hunks when the lines are equal. */
export interface LineDiff {
  readonly hunks: readonly DiffHunk[]
  readonly removed: number
  readonly added: number
}

export interface LineDiffOptions {
  /** Lines shown around a change. Default: 3. */
  readonly context?: number
  /** The number of the first line of each text, where it is a part of a file. Default: 1. */
  readonly startsAt?: { readonly before?: number; readonly after?: number }
}

const KINDS: Readonly<Record<string, DiffLine['kind'] | undefined>> = { ' ': 'same', '-': 'removed', '+': 'added' }

/**
 * The lines that differ between two texts, by Myers' algorithm. A text that is not there is `undefined`: all lines of the
 * other are new, or gone. Line ends do not count, neither their form nor whether the last line has one.
 *
 * @complexity O(lines x changed lines)
 * @example
 * lineDiff('a\nb\n', 'a\nc\n').hunks[0]?.lines.map(({ kind, text }) => `${kind} ${text}`) // => ['same a', 'removed b', 'added c']
 */
export function lineDiff(
  before: string | undefined,
  after: string | undefined,
  options: LineDiffOptions = {},
): LineDiff {
  const { context = 3, startsAt = {} } = options
  const found = structuredPatch('', '', withEnds(before), withEnds(after), undefined, undefined, { context })
  const hunks = found.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }): DiffHunk => ({
    before: oldStart + (startsAt.before ?? 1) - (oldLines === 0 ? 2 : 1),
    after: newStart + (startsAt.after ?? 1) - (newLines === 0 ? 2 : 1),
    lines: lines.flatMap((line) => {
      const kind = KINDS[line.charAt(0)]
      return kind ? [{ kind, text: line.slice(1) }] : []
    }),
  }))
  const count = (kind: DiffLine['kind']): number =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0)
  return { hunks, removed: count('removed'), added: count('added') }
}

/** Every line ends in the same way, the last one too. */
function withEnds(text: string | undefined): string {
  if (text === undefined || text === '') return ''
  const plain = text.replace(/\r\n?/g, '\n')
  return plain.endsWith('\n') ? plain : `${plain}\n`
}

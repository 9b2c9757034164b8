// Two texts line by line, side by side: what was edited stands opposite.

import { diffLines } from 'diff'

export interface Side {
  /** From 1. */
  readonly line: number
  readonly text: string
}

export interface Pair {
  /** Absent where only the other text has a line. */
  readonly before?: Side
  readonly after?: Side
  readonly isSame: boolean
}

export function sideBySide(before: string, after: string): readonly Pair[] {
  const pairs: Pair[] = []
  let [left, right] = [1, 1]
  let removed: Side[] = []
  let added: Side[] = []
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++)
      pairs.push({
        ...(removed[at] && { before: removed[at] }),
        ...(added[at] && { after: added[at] }),
        isSame: false,
      })
    removed = []
    added = []
  }
  for (const part of diffLines(ended(before), ended(after))) {
    const lines = part.value.replace(/\n$/, '').split('\n')
    if (part.removed) removed.push(...lines.map((text) => ({ line: left++, text })))
    else if (part.added) added.push(...lines.map((text) => ({ line: right++, text })))
    else {
      flush()
      for (const text of lines)
        pairs.push({ before: { line: left++, text }, after: { line: right++, text }, isSame: true })
    }
  }
  flush()
  return pairs
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

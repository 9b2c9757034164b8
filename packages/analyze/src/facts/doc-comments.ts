// Which doc comment belongs to what: the last one in front of it.

import type { SourceFile } from '../source/source-file.ts'
import { readDocumentation, type Documentation } from './documentation.ts'
import { placeOf } from './place.ts'

const KNOWN = new WeakMap<SourceFile, Map<number, Documentation>>()

/**
 * The doc comment that stands in front of what begins at this offset, with nothing but spaces and other comments between.
 * A comment is read once.
 */
export function documentationBefore(file: SourceFile, offset: number): Documentation | undefined {
  const { comments, text } = file
  let before = offset
  for (let at = lastEndingBy(comments, offset); at >= 0; at--) {
    const comment = comments[at]!
    if (text.slice(comment.end, before).trim() !== '') return undefined
    // Four stars, as in a line of stars, and an empty comment say nothing.
    if (comment.type === 'Block' && /^\*(?!\*)[^]/.test(comment.value)) return read(file, at)
    before = comment.start
  }
  return undefined
}

function read(file: SourceFile, index: number): Documentation {
  let known = KNOWN.get(file)
  if (!known) KNOWN.set(file, (known = new Map()))
  let found = known.get(index)
  if (!found) {
    const comment = file.comments[index]!
    known.set(index, (found = readDocumentation(comment.value.slice(1), placeOf(file, comment))))
  }
  return found
}

/** Comments stand in the order of the text. */
function lastEndingBy(comments: SourceFile['comments'], offset: number): number {
  let low = 0
  let high = comments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (comments[middle]!.end <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

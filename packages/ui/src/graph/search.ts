// Boxes by what a person types.

import type { Box } from './picture.ts'

/** Names that begin with it first, then the shorter ones; all words must be in the name, or else in what is said of it. */
export function searchBoxes(boxes: readonly Box[], text: string): readonly Box[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const found: { readonly box: Box; readonly rank: number }[] = []
  for (const box of boxes) {
    const name = box.label.toLowerCase()
    const rest = `${box.detail ?? ''} ${box.summary ?? ''} ${Object.values(box.groups ?? {}).join(' ')}`.toLowerCase()
    if (!words.every((word) => name.includes(word) || rest.includes(word))) continue
    const isName = words.every((word) => name.includes(word))
    found.push({ box, rank: name === words[0] ? 0 : name.startsWith(words[0]!) ? 1 : isName ? 2 : 3 })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.box.label.length - b.box.label.length || (a.box.label < b.box.label ? -1 : 1))
    .map(({ box }) => box)
}

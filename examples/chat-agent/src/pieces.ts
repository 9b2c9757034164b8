// Long texts in pieces that can be quoted.

const PASSAGE_WORDS = 90

/** Sentences together, until there are enough words. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  let words = 0
  for (const sentence of text.split(/(?<=[.!?])\s+/)) {
    piece.push(sentence.replaceAll(/\s+/g, ' ').trim())
    words += sentence.split(/\s+/).length
    if (words < PASSAGE_WORDS) continue
    pieces.push(piece.join(' '))
    piece = []
    words = 0
  }
  const rest = piece.join(' ').trim()
  return rest === '' ? pieces : [...pieces, rest]
}

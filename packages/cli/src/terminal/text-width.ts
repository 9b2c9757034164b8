// How wide text is on a terminal, and how to make it fit.

const WIDE = new RegExp(
  [
    '[\\u1100-\\u115F\\u2E80-\\u3029\\u3030-\\u303E\\u3041-\\uA4CF\\uAC00-\\uD7A3]',
    '[\\uF900-\\uFAFF\\uFE30-\\uFE6F\\uFF00-\\uFF60\\uFFE0-\\uFFE6]',
    '\\p{Emoji_Presentation}',
  ].join('|'),
  'u',
)
const ZERO = /[\p{Mark}\p{Format}]/u

/** Columns that a text without control characters takes. East Asian characters and emoji count two. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** Pads to a width, on the left for numbers. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - textWidth(text)))
  return side === 'left' ? spaces + text : text + spaces
}

/** Cuts to a width, with `...` at the end when something is gone. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let result = ''
  let taken = 3
  for (const character of text) {
    taken += textWidth(character)
    if (taken > width) break
    result += character
  }
  return `${result}...`
}

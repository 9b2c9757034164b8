// How deep JSON is nested, read off its bytes: what is nested without end overflows whatever walks over it later.

/** So deep may data be nested. */
export const MOST_DEPTH = 512

const QUOTE = 34
const BACKSLASH = 92
const NEWLINE = 10

/**
 * The byte at which it is nested deeper than allowed, or -1.
 *
 * @param isLines each line is a value of its own
 */
export function tooDeepAt(bytes: Uint8Array, isLines = false): number {
  const end = bytes.length
  let depth = 0
  for (let at = 0; at < end; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) {
      for (at++; at < end && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
    } else if ((byte | 32) === 123) {
      // "{" and "[" differ by one bit, and so do "}" and "]".
      if (++depth > MOST_DEPTH) return at
    } else if ((byte | 32) === 125) depth--
    else if (isLines && byte === NEWLINE) depth = 0
  }
  return -1
}

// What texts look like, in a word: never the text itself.

export type TextPattern = 'uuid' | 'email' | 'url' | 'date' | 'number'

const PATTERNS: readonly (readonly [TextPattern, RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['email', /^[^\s@]{1,64}@[^\s@]{1,200}\.[^\s@.]{2,63}$/],
  ['url', /^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i],
  ['date', /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/],
  ['number', /^[+-]?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,4})?$/i],
]

/** Longer texts have no pattern. */
const LONGEST = 2048

export function patternOf(text: string): TextPattern | undefined {
  return text.length > LONGEST ? undefined : PATTERNS.find(([, pattern]) => pattern.test(text))?.[0]
}

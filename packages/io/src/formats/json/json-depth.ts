// How deep data is nested: what is nested without end overflows whatever walks over it later.

/** So deep may data be nested. */
export const MOST_DEPTH = 512

/** Whether data that was parsed is nested deeper than allowed. Most values hold nothing, which is told at once. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth >= MOST_DEPTH) return true
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const one: unknown = value[index]
      if (typeof one === 'object' && one !== null && isTooDeep(one, depth + 1)) return true
    }
    return false
  }
  const fields = value as Record<string, unknown>
  for (const name in fields) {
    const one = fields[name]
    if (typeof one === 'object' && one !== null && isTooDeep(one, depth + 1)) return true
  }
  return false
}

/** The character of a text of JSON at which it is nested deeper than allowed. */
export function tooDeepAt(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') {
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++
    } else if (char === '{' || char === '[') {
      if (++depth > MOST_DEPTH) return at
    } else if (char === '}' || char === ']') depth--
  }
  return text.length
}

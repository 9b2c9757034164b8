// What differs between two values of JSON: places with what was there and what is.

export interface Change {
  /** `messages[3].text` */
  readonly place: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly before?: unknown
  readonly after?: unknown
}

/**
 * The least places that differ, in the order of the earlier value and then of the later one. Elements of lists are compared by their
 * place.
 *
 * @param most more are not looked for
 */
export function jsonDifference(before: unknown, after: unknown, most = 200): readonly Change[] {
  const changes: Change[] = []
  const walk = (old: unknown, now: unknown, place: string): void => {
    if (changes.length >= most || Object.is(old, now)) return
    if (!isBranch(old) || !isBranch(now) || Array.isArray(old) !== Array.isArray(now)) {
      if (JSON.stringify(old) !== JSON.stringify(now)) changes.push({ place, kind: 'changed', before: old, after: now })
      return
    }
    const join = (key: string): string =>
      Array.isArray(old) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`
    for (const [key, value] of Object.entries(old)) {
      if (Object.hasOwn(now, key)) walk(value, now[key], join(key))
      else changes.push({ place: join(key), kind: 'removed', before: value })
    }
    for (const [key, value] of Object.entries(now))
      if (!Object.hasOwn(old, key)) changes.push({ place: join(key), kind: 'added', after: value })
  }
  walk(before, after, '')
  return changes.slice(0, most)
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

// What was given, as a message says it.

/** Text is quoted; of what has no short text its kind. */
export function kindOf(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : shown(value)
}

/** The same for what may be a text about it: that stays as it is. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

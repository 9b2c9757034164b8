// A value in a few characters, for a message.

const MOST_CHARACTERS = 60

export function show(value: unknown): string {
  if (typeof value === 'string') return shortened(JSON.stringify(value))
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString()
  const { length, size = length } = value as { length?: unknown; size?: unknown }
  const kind = Array.isArray(value) ? 'array' : (value.constructor?.name ?? 'Object')
  if (typeof size === 'number') return `${withArticle(kind)} of ${size}`
  if (kind !== 'Object') return withArticle(kind)
  const keys = Object.keys(value)
  return keys.length > 0 ? shortened(`{ ${keys.join(', ')} }`) : 'an object'
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

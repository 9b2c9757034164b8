// Tells whether JSON gives a value back exactly as it is: so with nearly every entry, which then need not be looked at again.

/** What lies deeper is looked at by those who look closely. */
const MOST_DEPTH = 32

/**
 * True only when `JSON.parse(JSON.stringify(value))` equals the value in everything: keys without a value, lists with
 * holes, -0, instances, and whatever has a `toJSON` are not.
 *
 * @complexity O(values), a few nanoseconds for each
 */
export function isExactJson(value: unknown, depth: number = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'object':
      if (value === null) return true
      if (depth === MOST_DEPTH) return false
      return Array.isArray(value) ? isExactList(value, depth + 1) : isExactRecord(value, depth + 1)
    default:
      return false
  }
}

function isExactList(values: readonly unknown[], depth: number): boolean {
  if (Object.getPrototypeOf(values) !== Array.prototype || Object.keys(values).length !== values.length) return false
  for (let at = 0; at < values.length; at++) if (!isExactJson(values[at], depth)) return false
  return true
}

function isExactRecord(record: object, depth: number): boolean {
  if (Object.getPrototypeOf(record) !== Object.prototype) return false
  if ((record as { readonly toJSON?: unknown }).toJSON !== undefined) return false
  const keys = Reflect.ownKeys(record)
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    if (typeof key === 'symbol' || !isExactJson(record[key as keyof typeof record], depth)) return false
  }
  return true
}

// Tells whether JSON keeps a value as it is: so with nearly every event, and then nothing of it has to be encoded.

/** What lies deeper is looked at by those who look closely: a value that contains itself has no end. */
const depthLimit = 16

/**
 * True only when `encodePayload` would give the same value back. It makes nothing on its way, and leaves every doubt to that.
 *
 * @complexity O(values), a few nanoseconds for each
 */
export function isPlainData(value: unknown): boolean {
  try {
    return isPlain(value, 0)
  } catch {
    return false
  }
}

function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'string':
    case 'boolean':
      return true
    case 'object':
      if (value === null) return true
      if (depth === depthLimit) return false
      return Array.isArray(value) ? isPlainArray(value, depth + 1) : isPlainRecord(value, depth + 1)
    default:
      return false
  }
}

function isPlainArray(values: readonly unknown[], depth: number): boolean {
  for (let i = 0; i < values.length; i++) if (!isPlain(values[i], depth)) return false
  return true
}

function isPlainRecord(record: object, depth: number): boolean {
  const prototype: unknown = Object.getPrototypeOf(record)
  if (prototype !== Object.prototype && prototype !== null) return false
  if ((record as { readonly toJSON?: unknown }).toJSON !== undefined) return false
  for (const key in record) {
    if (key.startsWith('$')) return false
    const value: unknown = record[key as keyof typeof record]
    if (value !== undefined && !isPlain(value, depth)) return false
  }
  return true
}

// Any value as one that JSON can hold, with rules that are written down instead of `JSON.stringify`'s surprises.

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** Deeper values are cut off. */
const MOST_LEVELS = 500

/**
 * What a value becomes in `--json`:
 *
 * | value | becomes |
 * |---|---|
 * | `undefined` | `null`; left out as a property |
 * | `NaN`, infinities | `null` |
 * | bigint | its digits as text |
 * | Date | ISO 8601 text; `null` when invalid |
 * | Map | an object when all keys are text, else pairs |
 * | Set, typed arrays | an array |
 * | bytes (`Uint8Array`, `ArrayBuffer`) | base64 text |
 * | Error | `{ name, message }` and its cause |
 * | URL, RegExp | text |
 * | an object with `toJSON` | what that gives |
 * | other instances | their own enumerable properties |
 * | functions, symbols, promises, iterators | a description in brackets |
 * | what contains itself | `[Circular]` at that place |
 */
export function toJsonValue(value: unknown): JsonValue {
  return convert(value, [])
}

function convert(value: unknown, above: readonly object[]): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return String(value)
    case 'undefined':
      return null
    case 'function':
      return `[Function: ${value.name || 'anonymous'}]`
    case 'symbol':
      return `[${String(value)}]`
    default:
      return value === null ? null : convertObject(value as object, above)
  }
}

function convertObject(value: object, above: readonly object[]): JsonValue {
  if (above.includes(value)) return '[Circular]'
  if (above.length >= MOST_LEVELS) return '[Too deep]'
  const within = [...above, value]
  try {
    if (Array.isArray(value)) return Array.from(value, (item: unknown) => convert(item, within))
    const builtin = convertBuiltin(value, within)
    return builtin === undefined ? convertRecord(value, within) : builtin
  } catch (error) {
    return `[Threw: ${error instanceof Error ? error.message : String(error)}]`
  }
}

function convertBuiltin(value: object, within: readonly object[]): JsonValue | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Map) return convertMap(value, within)
  if (value instanceof Set) return Array.from(value, (item: unknown) => convert(item, within))
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64')
  if (ArrayBuffer.isView(value)) {
    if (value instanceof DataView)
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    return Array.from(value as unknown as Iterable<number | bigint>, (item) => convert(item, within))
  }
  if (value instanceof Error) {
    const shown = { name: value.name, message: value.message }
    return value.cause === undefined ? shown : { ...shown, cause: convert(value.cause, within) }
  }
  if (value instanceof URL || value instanceof RegExp) return String(value)
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
    return convert((value as { toJSON: () => unknown }).toJSON(), within)
  }
  if (value instanceof Promise || Symbol.asyncIterator in value || (Symbol.iterator in value && 'next' in value)) {
    return `[${Object.prototype.toString.call(value).slice(8, -1)}]`
  }
  return undefined
}

function convertMap(value: ReadonlyMap<unknown, unknown>, within: readonly object[]): JsonValue {
  const pairs = [...value]
  if (pairs.every(([key]) => typeof key === 'string')) {
    return Object.fromEntries(pairs.map(([key, item]) => [key as string, convert(item, within)]))
  }
  return pairs.map(([key, item]) => [convert(key, within), convert(item, within)])
}

function convertRecord(value: object, within: readonly object[]): JsonValue {
  const pairs: [string, JsonValue][] = []
  for (const [key, item] of Object.entries(value)) if (item !== undefined) pairs.push([key, convert(item, within)])
  return Object.fromEntries(pairs)
}

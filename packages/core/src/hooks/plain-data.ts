// Any value as plain data that JSON holds without a surprise, and never more of it than a log can bear.

export type PlainData = null | boolean | number | string | PlainData[] | { [key: string]: PlainData }

const MOST_LEVELS = 8
const MOST_ITEMS = 100
const MOST_CHARACTERS = 10_000
/** In all: what is shared between branches is written out in each of them. */
const MOST_VALUES = 5_000

/**
 * | value | becomes |
 * |---|---|
 * | `undefined` | `null`; left out as a property |
 * | NaN, infinities, bigints | text |
 * | Date | ISO 8601 text |
 * | Error | `{ name, message, stack?, code?, cause? }` |
 * | Map | an object when all keys are text, else pairs |
 * | Set | a list |
 * | binary data, functions, symbols, promises | a description in brackets, as `[Float64Array of 1000]` |
 * | an object with `toJSON` | what that gives |
 * | other instances | their own enumerable properties |
 * | what contains itself, is too deep, or cannot be read | a word in brackets |
 *
 * Of lists and objects the first 100 entries are kept, of text the first 10,000 characters.
 */
export function toPlainData(value: unknown): PlainData {
  let left = MOST_VALUES
  const convert = (one: unknown, above: readonly object[]): PlainData => {
    if (left-- <= 0) return '[more]'
    if (typeof one === 'string') return cut(one)
    if (one === null || one === undefined) return null
    if (typeof one === 'boolean') return one
    if (typeof one === 'number') return Number.isFinite(one) ? one : String(one)
    if (typeof one === 'bigint') return cut(String(one))
    if (typeof one === 'function') return `[function ${one.name}]`.replace(' ]', ']')
    if (typeof one === 'symbol') return `[${String(one)}]`
    if (above.includes(one)) return '[circular]'
    if (above.length >= MOST_LEVELS) return '[deeper]'
    try {
      return convertObject(one, [...above, one])
    } catch {
      return '[unreadable]'
    }
  }
  const convertObject = (one: object, within: readonly object[]): PlainData => {
    if (Array.isArray(one)) return list(Array.from(one.slice(0, MOST_ITEMS) as unknown[]), one.length, within)
    if (ArrayBuffer.isView(one) || one instanceof ArrayBuffer) return describeBytes(one)
    if (one instanceof Date) return Number.isNaN(one.getTime()) ? 'Invalid Date' : one.toISOString()
    if (one instanceof Error) return convertError(one, within)
    if (one instanceof Set) return list(first(one), one.size, within)
    if (one instanceof Map) {
      const pairs = first(one)
      if (!pairs.every(([key]) => typeof key === 'string')) return list(pairs, one.size, within)
      return record(pairs as [string, unknown][], one.size, within)
    }
    if (one instanceof Promise) return '[promise]'
    const { toJSON } = one as { toJSON?: unknown }
    if (typeof toJSON === 'function') return convert(Reflect.apply(toJSON, one, []), within)
    const keys = Object.keys(one)
    const entries = keys
      .slice(0, MOST_ITEMS)
      .map((key): [string, unknown] => [key, (one as Record<string, unknown>)[key]])
    return record(entries, keys.length, within)
  }
  const list = (items: readonly unknown[], count: number, within: readonly object[]): PlainData => {
    const kept: PlainData[] = items.map((item) => convert(item, within))
    if (count > items.length) kept.push(`[${count - items.length} more]`)
    return kept
  }
  const record = (pairs: readonly [string, unknown][], count: number, within: readonly object[]): PlainData => {
    const kept = pairs.filter(([, item]) => item !== undefined)
    const plain = Object.fromEntries(kept.map(([key, item]) => [key, convert(item, within)]))
    if (count > pairs.length) plain['...'] = `[${count - pairs.length} more]`
    return plain
  }
  const convertError = (error: Error & { code?: unknown }, within: readonly object[]): PlainData => {
    const { name, message, stack, code, cause } = error
    return record(Object.entries({ name, message, stack, code, cause }), 0, within)
  }
  return convert(value, [])
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text
}

function first<Item>(items: Iterable<Item>): Item[] {
  const taken: Item[] = []
  for (const item of items) {
    if (taken.length === MOST_ITEMS) break
    taken.push(item)
  }
  return taken
}

function describeBytes(bytes: ArrayBufferLike | ArrayBufferView): string {
  const count = (bytes as { length?: number }).length ?? bytes.byteLength
  return `[${Object.prototype.toString.call(bytes).slice(8, -1)} of ${count}]`
}

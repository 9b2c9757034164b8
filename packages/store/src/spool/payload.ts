// What JSON cannot say, said in JSON: the encoding of payloads in events. It may be extended, never changed.

import { isPlainData } from './plain-data.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The only arrays of numbers that are told apart: by name, in the byte order of all machines that Node runs on. */
const arrays = {
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const

const depthLimit = 200

/**
 * Encodes a value, so that JSON keeps it. What JSON keeps anyway is given back as it is, not copied.
 *
 * | value | encoded |
 * |---|---|
 * | NaN, Infinity, -Infinity, -0 | `{ "$number": "NaN" }`, `"Infinity"`, `"-Infinity"`, `"-0"` |
 * | 12n | `{ "$bigint": "12" }` |
 * | bytes: `Uint8Array`, `Buffer`, `ArrayBuffer`, `DataView` | `{ "$bytes": "<base64>" }` |
 * | `Float64Array` and the like | `{ "$bytes": "<base64>", "of": "Float64Array" }` |
 * | a date | `{ "$date": <milliseconds since 1970> }`; an invalid one has null |
 * | a map, a set | `{ "$map": [[key, value], ...] }`, `{ "$set": [value, ...] }` |
 * | an object with keys that begin with `$` | the same, with one more `$` before these keys |
 * | a value that contains itself, or is deeper than 200 | `{ "$cut": "cycle" }`, `{ "$cut": "depth" }` |
 * | a value that fails to be read | `{ "$unreadable": "<message>" }` |
 *
 * `undefined`, functions and symbols are left out of objects, and are null in arrays, as in JSON. An object with a method
 * `toJSON` is what that gives; any other is its own enumerable properties.
 *
 * @example
 * encodePayload({ rate: NaN, rows: 3 }) // => { rate: { $number: 'NaN' }, rows: 3 }
 */
export function encodePayload(value: unknown): unknown {
  return isPlainData(value) ? value : encode(value, [])
}

/**
 * Gives back what was encoded. A tag that this program does not know stays as it is.
 *
 * @example
 * decodePayload({ rate: { $number: 'NaN' }, rows: 3 }) // => { rate: NaN, rows: 3 }
 */
export function decodePayload(encoded: unknown): unknown {
  if (typeof encoded !== 'object' || encoded === null) return encoded
  if (Array.isArray(encoded)) return encoded.map(decodePayload)
  const entries = Object.entries(encoded)
  const tagged = decodeTagged(encoded as Readonly<Record<string, unknown>>, entries.length)
  if (tagged) return tagged.value
  return Object.fromEntries(
    entries.map(([key, one]) => [key.startsWith('$$') ? key.slice(1) : key, decodePayload(one)]),
  )
}

function encode(value: unknown, above: unknown[]): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : `${value}` }
    case 'bigint':
      return { $bigint: String(value) }
    case 'object':
      break
    case 'string':
    case 'boolean':
      return value
    default:
      return undefined
  }
  if (value === null) return null
  if (above.includes(value)) return { $cut: 'cycle' }
  if (above.length === depthLimit) return { $cut: 'depth' }
  above.push(value)
  try {
    return encodeObject(value, above)
  } catch (error) {
    return { $unreadable: messageOf(error) }
  } finally {
    above.pop()
  }
}

function encodeObject(value: object, above: unknown[]): unknown {
  if (Array.isArray(value)) return encodeArray(value, above)
  if (value instanceof Date) {
    const atMs = value.getTime()
    return { $date: Number.isNaN(atMs) ? null : atMs }
  }
  if (value instanceof ArrayBuffer) return { $bytes: base64(new Uint8Array(value)) }
  if (ArrayBuffer.isView(value)) return encodeView(value)
  if (value instanceof Map)
    return { $map: Array.from(value, ([key, one]) => [encode(key, above) ?? null, encode(one, above) ?? null]) }
  if (value instanceof Set) return { $set: Array.from(value, (one) => encode(one, above) ?? null) }
  const { toJSON } = value as { readonly toJSON?: unknown }
  if (typeof toJSON === 'function') return encode(toJSON.call(value), above)
  return encodeRecord(value as Readonly<Record<string, unknown>>, above)
}

function encodeArray(values: readonly unknown[], above: unknown[]): unknown {
  let copy: unknown[] | undefined
  for (let i = 0; i < values.length; i++) {
    const encoded = encode(values[i], above) ?? null
    if (copy) copy.push(encoded)
    else if (encoded !== values[i]) copy = [...values.slice(0, i), encoded]
  }
  return copy ?? values
}

function encodeRecord(record: Readonly<Record<string, unknown>>, above: unknown[]): unknown {
  const keys = Object.keys(record)
  let entries: [string, unknown][] | undefined
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    const value = record[key]
    const encoded = encode(value, above)
    const name = key.startsWith('$') ? `$${key}` : key
    if (!entries && (encoded !== value || name !== key))
      entries = keys.slice(0, i).map((before) => [before, record[before]])
    entries?.push([name, encoded])
  }
  return entries ? Object.fromEntries(entries) : record
}

function encodeView(view: ArrayBufferView): unknown {
  const bytes = base64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
  const name = Object.keys(arrays).find((one) => view instanceof arrays[one as keyof typeof arrays])
  return name === undefined ? { $bytes: bytes } : { $bytes: bytes, of: name }
}

function decodeTagged(
  encoded: Readonly<Record<string, unknown>>,
  size: number,
): { readonly value: unknown } | undefined {
  const { $number, $bigint, $bytes, $date, $map, $set, of } = encoded as Readonly<Record<string, Json>>
  if (size === 2 && typeof $bytes === 'string' && typeof of === 'string' && Object.hasOwn(arrays, of)) {
    const bytes = new Uint8Array(Buffer.from($bytes, 'base64'))
    const constructor = arrays[of as keyof typeof arrays]
    if (bytes.byteLength % constructor.BYTES_PER_ELEMENT !== 0) return undefined
    return { value: new constructor(bytes.buffer) }
  }
  if (size !== 1) return undefined
  if (typeof $number === 'string') return { value: Number($number) }
  if (typeof $bigint === 'string' && /^-?\d+$/.test($bigint)) return { value: BigInt($bigint) }
  if (typeof $bytes === 'string') return { value: new Uint8Array(Buffer.from($bytes, 'base64')) }
  if (typeof $date === 'number' || $date === null) return { value: new Date($date ?? Number.NaN) }
  if (Array.isArray($set)) return { value: new Set($set.map(decodePayload)) }
  if (Array.isArray($map) && $map.every((entry) => Array.isArray(entry) && entry.length === 2))
    return { value: new Map($map.map((entry) => decodePayload(entry) as [unknown, unknown])) }
  return undefined
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error)
  } catch {
    return 'no message'
  }
}

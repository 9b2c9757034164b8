// The beginning of a value as plain data, small and without secrets: what `sample` adds to a summary.

import { firstOfPacked, isPacked } from '../kinds/packed.ts'
import { redact, type RedactRules } from './redact.ts'

/** A preview is at most so long, as JSON. */
export const PREVIEW_BYTES = 2048

const LONGEST_TEXT = 200
/** Texts are masked before they are cut, so that no half of a secret stays; of long ones, this much is looked at. */
const LOOKED_AT = 4096

/**
 * The first rows, keys and characters of a value, redacted, at most {@link PREVIEW_BYTES} long as JSON.
 *
 * @returns absent when not even the smallest beginning fits
 */
export function previewOf(value: unknown, rules: RedactRules = {}): unknown {
  for (const [items, keys, depth] of [
    [20, 50, 4],
    [5, 20, 3],
    [2, 10, 2],
    [1, 4, 1],
  ] as const) {
    const small = shortened(redact(beginning(value, { items, keys, depth }), rules))
    if (sizeOf(small) <= PREVIEW_BYTES) return small
  }
  return undefined
}

function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length
}

interface Limits {
  readonly items: number
  readonly keys: number
  readonly depth: number
}

function beginning(value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') return value.length > LOOKED_AT ? cutLong(value) : value
  if (
    typeof value !== 'object' ||
    value === null ||
    value instanceof Date ||
    value instanceof URL ||
    value instanceof RegExp
  )
    return value
  const inner = { ...limits, depth: limits.depth - 1 }
  if (Array.isArray(value))
    return limits.depth <= 0 ? '[list]' : value.slice(0, limits.items).map((item) => beginning(item, inner))
  if (ArrayBuffer.isView(value)) {
    return 'subarray' in value ? (value as Float64Array).subarray(0, limits.items) : `[${value.byteLength} bytes]`
  }
  if (isPacked(value)) return firstOfPacked(value, limits.items)
  if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (value instanceof Set)
    return limits.depth <= 0 ? '[set]' : new Set(firstOf(value, limits.items).map((item) => beginning(item, inner)))
  if (value instanceof Map) {
    return limits.depth <= 0
      ? '[map]'
      : new Map(firstOf(value, limits.items).map(([key, item]) => [key, beginning(item, inner)]))
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return value instanceof Error ? { message: value.message } : limitedFields(value, limits)
  return limits.depth <= 0 ? '[record]' : limitedFields(value, limits)
}

/** A secret stays itself: `redact` knows what to do. */
function limitedFields(value: object, limits: Limits): unknown {
  if (Symbol.for('throughline.secret') in value) return value
  if (limits.depth <= 0) return '[object]'
  const pairs = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, field]) => field.enumerable && 'value' in field)
    .slice(0, limits.keys)
  return Object.fromEntries(
    pairs.map(([name, field]) => [name, beginning(field.value, { ...limits, depth: limits.depth - 1 })]),
  )
}

function firstOf<T>(values: Iterable<T>, count: number): T[] {
  const first: T[] = []
  for (const value of values) {
    if (first.length >= count) break
    first.push(value)
  }
  return first
}

/** Without the word that the cut goes through, which may be half of an address. */
function cutLong(text: string): string {
  const word = text.slice(0, LOOKED_AT).search(/\s\S*$/)
  return word < 0 ? `[text of ${text.length}]` : text.slice(0, word)
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [shortened(name), shortened(field)]))
}

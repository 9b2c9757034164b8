// Checks on what kind of values there are.

import type { Check } from './check.ts'
import { expectOption } from '../errors/expect-option.ts'
import { isTypedArray, testElements } from './lists.ts'
import { show } from './show.ts'

const KINDS = {
  number: (value: unknown): boolean => typeof value === 'number',
  /** A whole number, also as a bigint. */
  integer: (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value),
  bigint: (value: unknown): boolean => typeof value === 'bigint',
  string: (value: unknown): boolean => typeof value === 'string',
  boolean: (value: unknown): boolean => typeof value === 'boolean',
  date: (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime()),
} as const

export type ValueKind = keyof typeof KINDS

/**
 * Every value is of one of these kinds. NaN is a `number`, and no `integer`; an invalid date is no `date`.
 *
 * @throws {modifier/bad-option} for another kind
 */
export function hasType(...kinds: readonly [ValueKind, ...ValueKind[]]): Check<unknown> {
  const known = Object.keys(KINDS)
  const wrong = kinds.find((kind) => !known.includes(kind))
  expectOption(wrong === undefined, 'hasType', 'kinds', wrong, `one of ${known.join(', ')}`)
  const tests = kinds.map((kind) => KINDS[kind])
  return { name: `hasType(${kinds.join(', ')})`, test: testElements((element) => tests.some((test) => test(element))) }
}

/** A typed array, or a column that names the type of its elements. */
export type DataTyped = { readonly BYTES_PER_ELEMENT: number } | { readonly type: unknown; readonly length: number }

/**
 * The elements are stored as one of these types: `Float64` for a `Float64Array` or a column of Apache Arrow; for columns
 * whatever their type calls itself, `Utf8`, `Timestamp<MILLISECOND>`.
 */
export function hasDataType(...types: readonly [string, ...string[]]): Check<DataTyped> {
  return {
    name: `hasDataType(${types.join(', ')})`,
    test: (value, report) => {
      const dataType = dataTypeOf(value)
      report?.({ dataType })
      return types.includes(dataType ?? '') || `found ${dataType ?? `${show(value)}, which does not say its type`}`
    },
  }
}

function dataTypeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isTypedArray(value)) return value.constructor.name.replace(/(Clamped)?Array$/, '')
  return 'type' in value ? String(value.type) : undefined
}

// The values of a column as the writer takes them: typed arrays where nothing is missing, else lists with nulls.

import type { DecodedArray } from 'hyparquet'
import type { BigIntArray, Column, NumberArray, TextColumn, TimestampColumn } from '../../columns/column.ts'
import { isTypedNumbers, NUMBER_ARRAYS, type DescribedColumn, type NumberType } from '../../columns/column-types.ts'
import { readerOf, type ReadElement } from '../../columns/index.ts'
import { hasValue } from '../../columns/valid-bits.ts'
import { JsonChecker } from '../../formats/json/json-checker.ts'
import { unsaid } from '../../formats/json/unsaid.ts'
import { HALF_PAIR, isWellFormed } from '../../formats/utf8.ts'
import type { WrittenColumn } from './written-type.ts'

/** Makes the error of a value that cannot be written; its index counts from 0 within the batch. */
export type RefuseValue = (index: number, column: string, found: string, hint: string) => Error

/** @throws what `refuse` makes, of the first value that the column of the file cannot hold */
export function writtenValues(column: Column, written: WrittenColumn, refuse: RefuseValue): DecodedArray {
  const { kind, name } = written
  const fail = (index: number, found: string, hint: string): Error => refuse(index, name, found, hint)
  if (kind === 'text') return texts(column, fail)
  if (kind === 'boolean') return elements(column, fail, (value) => (typeof value === 'boolean' ? value : undefined))
  if (kind === 'date')
    return (column as DescribedColumn).type === 'Date' ? stored(column) : elements(column, fail, daysOf)
  if (kind === 'ms' || kind === 'us' || kind === 'ns') return instants(column, kind, fail)
  if (kind === 'bytes') {
    return elements(column, fail, (value) => (value instanceof Uint8Array ? value : undefined))
  }
  return kind === 'json' ? jsonTexts(column, fail) : numbers(column, kind, fail)
}

type Fail = (index: number, found: string, hint: string) => Error

const DECLARE = 'declare what the columns are:  columns: { ... }'

function elements(column: Column, fail: Fail, read: (value: unknown) => unknown): unknown[] {
  const element: ReadElement = readerOf(column)
  return Array.from({ length: column.length }, (_, index) => {
    const value = element(index)
    if (value === null) return null
    const written = read(value)
    if (written === undefined) throw fail(index, 'a value of another type than those before it', DECLARE)
    return written
  })
}

function daysOf(value: unknown): number | undefined {
  const days = value instanceof Date ? value.getTime() / 86_400_000 : Number.NaN
  return Number.isInteger(days) ? days : undefined
}

/** What is stored, with nulls where bits say so. */
function stored(column: Column): DecodedArray {
  const { values, valid } = column as { values: Int32Array; valid?: Uint8Array }
  return valid === undefined ? values : withNulls(values, valid)
}

function withNulls(values: ArrayLike<unknown>, valid: Uint8Array): unknown[] {
  const list: unknown[] = new Array(values.length)
  for (let index = 0; index < list.length; index++) list[index] = hasValue(valid, index) ? values[index] : null
  return list
}

function texts(column: Column, fail: Fail): unknown[] {
  const check = (text: string, index: number): string => {
    if (isWellFormed(text)) return text
    throw fail(index, `a text with ${HALF_PAIR}`, 'mend the text:  text.toWellFormed()')
  }
  if (Array.isArray(column)) {
    return column.map((text: unknown, index) => {
      if (text === null || text === undefined) return null
      if (typeof text !== 'string') throw fail(index, 'a value that is no text, in a column of texts', DECLARE)
      return check(text, index)
    })
  }
  const { codes, dictionary, valid } = column as TextColumn
  const broken = dictionary.findIndex((text) => !isWellFormed(text))
  const list: unknown[] = new Array(codes.length)
  for (let index = 0; index < list.length; index++) {
    const text = hasValue(valid, index) ? dictionary[codes[index]!]! : null
    list[index] = broken >= 0 && text !== null ? check(text, index) : text
  }
  return list
}

const PARTS = { s: 1n, ms: 1000n, us: 1_000_000n, ns: 1_000_000_000n } as const

function instants(column: Column, unit: 'ms' | 'us' | 'ns', fail: Fail): DecodedArray {
  if (Array.isArray(column)) {
    return elements(column, fail, (value) =>
      value instanceof Date && !Number.isNaN(value.getTime()) ? scaled(BigInt(value.getTime()), 'ms', unit) : undefined,
    )
  }
  const { values, unit: given, valid } = column as TimestampColumn
  if (values instanceof BigInt64Array && given === unit) return valid ? withNulls(values, valid) : values
  const list: unknown[] = new Array(values.length)
  for (let index = 0; index < list.length; index++) {
    const value = values[index]!
    const written = !hasValue(valid, index)
      ? null
      : typeof value === 'bigint' || Number.isInteger(value)
        ? scaled(BigInt(value), given, unit)
        : undefined
    if (written === undefined)
      throw fail(index, `an instant that cannot be said in whole ${unit}`, 'round it, or give all in one unit.')
    list[index] = written
  }
  return list
}

function scaled(value: bigint, from: keyof typeof PARTS, to: keyof typeof PARTS): bigint | undefined {
  const product = value * PARTS[to]
  const written = product / PARTS[from]
  return product % PARTS[from] === 0n && BigInt.asIntN(64, written) === written ? written : undefined
}

function jsonTexts(column: Column, fail: Fail): unknown[] {
  const checker = new JsonChecker({})
  const encoder = new TextEncoder()
  const read: ReadElement = readerOf(column)
  return Array.from({ length: column.length }, (_, index) => {
    const value = read(index)
    if (value === null) return null
    const said = checker.stringify(value)
    if ('text' in said) return encoder.encode(said.text)
    throw fail(index, ...unsaid(said))
  })
}

function numbers(column: Column, kind: NumberType, fail: Fail): DecodedArray {
  const { values, valid } = (isTypedNumbers(column) ? { values: column } : column) as {
    values: NumberArray | BigIntArray
    valid?: Uint8Array
  }
  const fitting =
    !Array.isArray(column) && values instanceof NUMBER_ARRAYS[kind] ? values : converted(column, kind, fail)
  const physical = physicalOf(fitting)
  return valid === undefined ? physical : withNulls(physical, valid)
}

/** Numbers of 8 and 16 bits are stored as 32; those of 32 without a sign are mapped by the writer, which takes a list. */
function physicalOf(values: NumberArray | BigIntArray): DecodedArray {
  if (values instanceof Uint32Array) return Array.from(values)
  return isBig(values) || values.BYTES_PER_ELEMENT > 2 ? (values as Float64Array) : Int32Array.from(values)
}

function isBig(values: NumberArray | BigIntArray): values is BigIntArray {
  return values instanceof BigInt64Array || values instanceof BigUint64Array
}

/** Numbers of another width, each of which must come out as it went in. */
function converted(column: Column, kind: NumberType, fail: Fail): NumberArray | BigIntArray {
  const into = new NUMBER_ARRAYS[kind](column.length) as Float64Array
  const read: ReadElement = readerOf(column)
  for (let index = 0; index < column.length; index++) {
    const value = read(index) as number | bigint | null
    if (value === null) continue
    if (typeof value !== (isBig(into) ? 'bigint' : 'number'))
      throw fail(index, 'a value of another type than those before it', DECLARE)
    into[index] = value as number
    if (into[index] !== value && !Number.isNaN(value)) {
      throw fail(index, `${value}, which does not fit the first rows, of type ${kind}`, DECLARE)
    }
  }
  return into
}

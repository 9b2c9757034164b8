// A value as a person looks at it: a table, a list of pairs, a summary. Bounded, and plain data whatever the value is.

import { inspect, types } from 'node:util'

/** One line, or several. */
export interface TextView {
  readonly kind: 'text'
  readonly text: string
}

/** Names and what they stand for. */
export interface PairsView {
  readonly kind: 'pairs'
  readonly pairs: readonly (readonly [name: string, text: string])[]
  /** How many there are, shown or not. */
  readonly total: number
}

export interface TableView {
  readonly kind: 'table'
  readonly columns: readonly { readonly name: string; readonly isNumeric: boolean }[]
  /** By row, then by column. */
  readonly rows: readonly (readonly string[])[]
  /** How many rows there are, shown or not. */
  readonly total: number
}

/** Values of one kind in a row. */
export interface ListView {
  readonly kind: 'list'
  /** What it is and what it holds, such as `Float64Array of 365, 1.2 to 9.7, mean 4`. */
  readonly summary: string
  readonly items: readonly string[]
  readonly total: number
}

export type ValueView = TextView | PairsView | TableView | ListView

export interface ViewLimits {
  /** Default: 40. */
  readonly rows?: number
  /** Items of a list without rows. Default: 10. */
  readonly items?: number
}

const MOST_TEXT = 2_000
const MOST_CELL = 60

/** Never throws, whatever getters and proxies do. */
export function viewValue(value: unknown, limits: ViewLimits = {}): ValueView {
  const { rows = 40, items = 10 } = limits
  try {
    return (
      viewArray(value, rows, items) ??
      viewColumns(value, rows) ??
      viewPairs(value, rows) ?? { kind: 'text', text: toText(value) }
    )
  } catch (error) {
    return {
      kind: 'text',
      text: `a value that cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}

function viewArray(value: unknown, mostRows: number, mostItems: number): ValueView | undefined {
  if (value instanceof Uint8Array) return { kind: 'text', text: `${value.length.toLocaleString('en')} bytes` }
  const list = value instanceof Set ? [...(value as Set<unknown>)] : value
  if (!isSeries(list)) return undefined
  const shown = Array.from({ length: Math.min(list.length, mostRows) }, (_, index) => list[index])
  if (shown.length > 0 && shown.every(isRecord)) {
    const names = [...new Set(shown.flatMap((row) => Object.keys(row)))]
    if (names.length > 0) return toTable(names, shown.length, list.length, (name, row) => shown[row]![name])
  }
  const kind = value instanceof Set ? 'Set' : Array.isArray(list) ? 'array' : list.constructor.name
  return {
    kind: 'list',
    summary: `${kind} of ${list.length.toLocaleString('en')}${describeNumbers(list)}`,
    items: shown.slice(0, mostItems).map(toCell),
    total: list.length,
  }
}

/** A record of columns: arrays of one length above 1. */
function viewColumns(value: unknown, mostRows: number): TableView | undefined {
  if (!isRecord(value)) return undefined
  const columns = Object.entries(value)
  const length = (columns[0]?.[1] as { length?: number } | undefined)?.length ?? 0
  if (columns.length < 2 || length < 2) return undefined
  if (!columns.every(([, column]) => isSeries(column) && column.length === length)) return undefined
  const names = columns.map(([name]) => name)
  return toTable(names, Math.min(length, mostRows), length, (name, row) => (value[name] as readonly unknown[])[row])
}

function viewPairs(value: unknown, most: number): PairsView | undefined {
  const pairs =
    value instanceof Map ? [...(value as Map<unknown, unknown>)] : isRecord(value) ? Object.entries(value) : undefined
  if (pairs === undefined || pairs.length === 0) return undefined
  return {
    kind: 'pairs',
    pairs: pairs
      .slice(0, most)
      .map(([name, item]) => [typeof name === 'string' ? harmless(name) : toCell(name), toCell(item)] as const),
    total: pairs.length,
  }
}

function toTable(
  names: readonly string[],
  count: number,
  total: number,
  cell: (name: string, row: number) => unknown,
): TableView {
  const values = Array.from({ length: count }, (_, row) => names.map((name) => cell(name, row)))
  const columns = names.map((name, column) => ({
    name: harmless(name),
    isNumeric: values.every(
      (row) => row[column] == null || typeof row[column] === 'number' || typeof row[column] === 'bigint',
    ),
  }))
  return { kind: 'table', columns, rows: values.map((row) => row.map(toCell)), total }
}

type Series = ArrayLike<unknown> & { readonly constructor: { readonly name: string } }

function isSeries(value: unknown): value is Series {
  return Array.isArray(value) || (types.isTypedArray(value) && !(value instanceof Uint8Array))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

function describeNumbers(list: ArrayLike<unknown>): string {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let sum = 0
  let missing = 0
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    if (typeof item !== 'number') return ''
    if (Number.isNaN(item)) missing++
    else {
      least = Math.min(least, item)
      most = Math.max(most, item)
      sum += item
    }
  }
  const count = list.length - missing
  if (count < 2) return ''
  const range = `, ${toCell(least)} to ${toCell(most)}, mean ${toCell(sum / count)}`
  return missing === 0 ? range : `${range}, ${missing} NaN`
}

/** A short form on one line. Numbers keep 7 digits. */
function toCell(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return shorten(harmless(value.replace(/\s*\n\s*/g, ' ')), MOST_CELL)
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)))
  if (value instanceof Date) return dateText(value)
  const text = inspect(value, {
    depth: 1,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 6,
    maxStringLength: 40,
  })
  return shorten(harmless(text.replace(/\s*\n\s*/g, ' ')), MOST_CELL)
}

function toText(value: unknown): string {
  if (typeof value === 'string') return shorten(harmless(value), MOST_TEXT)
  if (typeof value === 'number') return String(value)
  if (value instanceof Date) return dateText(value)
  return shorten(inspect(value, { depth: 3, maxArrayLength: 20, maxStringLength: 200 }), MOST_TEXT)
}

function dateText(value: Date): string {
  return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString().replace(/T00:00:00\.000Z$/, '')
}

/** Control characters as escapes, so that data cannot steer a terminal. Tabs and line breaks stay. */
function harmless(text: string): string {
  return text.replace(/\p{Control}/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text
}

// What writing does to a table that is there already.

import type { Row } from '../columns/column.ts'
import { badOption } from '../tables/table-form.ts'
import { unwritableRow, type Subject } from './subject.ts'
import { qualifiedName, quoted, type TableName } from './table-name.ts'

/** What one cell of a condition may be. */
export type CellValue = string | number | bigint | boolean | Date | null

/** Columns and what they are in every row that is replaced: `{ day: '2024-01-01' }`. */
export type ReplaceWhere = { readonly [column: string]: CellValue }

/**
 * - `'replace'`: all rows of the table are replaced. Its definition, its indexes and its grants stay.
 * - `'upsert'`: a row with the same key is updated, any other is added; it needs a `key`.
 * - `'append'`: rows are added. The only mode in which a second try may write twice.
 * - `{ replaceWhere: { day: '2024-01-01' } }`: the rows of this day are replaced; none of another day may be written.
 *
 * In each of them a table that is not there is created, and readers see all of it or nothing.
 */
export type WriteMode = 'replace' | 'upsert' | 'append' | { readonly replaceWhere: ReplaceWhere }

export interface WriteModeOptions {
  /** @defaultValue 'replace' */
  readonly mode?: WriteMode
  /**
   * Columns that tell rows apart: the primary key of a table that is created. With `'upsert'`, which needs it, a table that
   * is there has a primary key or a unique index of just these.
   */
  readonly key?: readonly string[]
}

/** What a sink of a table says of what it wrote. */
export interface WrittenTable {
  readonly rows: number
  readonly table: string
  /** It was not there before. */
  readonly isCreated: boolean
}

/** A mode that has been looked at. */
export type Writing =
  | { readonly kind: 'replace' | 'append'; readonly key?: Key | undefined }
  | { readonly kind: 'upsert'; readonly key: Key }
  | { readonly kind: 'replaceWhere'; readonly where: ReplaceWhere; readonly key?: Key | undefined }

type Key = readonly string[]

/** @throws {io/bad-option} */
export function parseWriteMode(owner: string, { mode = 'replace', key }: WriteModeOptions): Writing {
  if (key === undefined ? mode === 'upsert' : !isKey(key)) {
    throw badOption(owner, 'key', JSON.stringify(key) ?? 'missing', "the columns that tell rows apart:  key: ['id']")
  }
  if (mode === 'upsert') return { kind: mode, key: key! }
  if (mode === 'replace' || mode === 'append') return { kind: mode, key }
  const where = typeof mode === 'object' && mode !== null ? mode.replaceWhere : undefined
  if (typeof where === 'object' && where !== null && Object.keys(where).length > 0)
    return { kind: 'replaceWhere', where, key }
  const expected = "'replace', 'upsert', 'append' or { replaceWhere: { day: '2024-01-01' } }"
  throw badOption(owner, 'mode', JSON.stringify(mode) ?? 'missing', expected)
}

function isKey(key: unknown): boolean {
  return Array.isArray(key) && key.length > 0 && key.every((one) => typeof one === 'string')
}

/** What the definition of a table that is created ends with. */
export function primaryKey({ key }: Writing): readonly string[] {
  return key === undefined ? [] : [`primary key (${key.map((name) => quoted(name)).join(', ')})`]
}

export interface Statement {
  readonly sql: string
  readonly params: readonly Exclude<CellValue, null>[]
}

/** The statement that makes room, if there is anything to remove. @param parameter `?` or `$1`, counted from 1 */
export function deletion(
  table: TableName,
  writing: Writing,
  parameter: (index: number) => string,
): Statement | undefined {
  if (writing.kind === 'replace') return { sql: `delete from ${qualifiedName(table)}`, params: [] }
  if (writing.kind !== 'replaceWhere') return undefined
  const params: Exclude<CellValue, null>[] = []
  const conditions = Object.entries(writing.where).map(([column, value]) =>
    value === null ? `${quoted(column)} is null` : `${quoted(column)} = ${parameter(params.push(value))}`,
  )
  return { sql: `delete from ${qualifiedName(table)} where ${conditions.join(' and ')}`, params }
}

/** What follows an `insert` so that rows with a known key are updated. */
export function onConflict(names: readonly string[], writing: Writing): string {
  if (writing.kind !== 'upsert') return ''
  const key = writing.key.map((name) => quoted(name)).join(', ')
  const others = names.filter((name) => !writing.key.includes(name))
  if (others.length === 0) return ` on conflict (${key}) do nothing`
  return ` on conflict (${key}) do update set ${others.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}`
}

/** Rows of another part would stay there when this one is replaced again. */
export function partGuard(
  writing: Writing,
  subject: Subject,
): ((rows: readonly Row[], from: number) => void) | undefined {
  if (writing.kind !== 'replaceWhere') return undefined
  const wanted = Object.entries(writing.where)
  return (rows, from) => {
    for (let index = 0; index < rows.length; index++) {
      const wrong = wanted.find(([column, value]) => !isSame(rows[index]![column], value))
      if (wrong) throw strayRow(subject, from + index, wrong[0])
    }
  }
}

/** The error of a row that is not in the part that is replaced. @param row counted from 0 */
export function strayRow(subject: Subject, row: number, column: string): Error {
  const hint = 'write only rows of the part that `replaceWhere` names: others would be added again and again.'
  return unwritableRow(subject, { row: row + 1, column }, 'not what `replaceWhere` says', hint)
}

/** A day may be said as text, as may an instant. */
export function isSame(found: unknown, wanted: CellValue): boolean {
  if (found === undefined || found === null) return wanted === null
  if (wanted === null) return false
  if (found instanceof Date || wanted instanceof Date) return timeOf(found) === timeOf(wanted)
  if (typeof found === 'bigint' || typeof wanted === 'bigint')
    return isNumeric(found) && isNumeric(wanted) && String(found) === String(wanted)
  if (typeof found === 'boolean' || typeof wanted === 'boolean') return Number(found) === Number(wanted)
  return found === wanted
}

/** The instant that a condition means, where it or the cell of a row that fits it is a `Date`. */
export function instantOf(wanted: CellValue, cell: unknown): Date | undefined {
  if (wanted instanceof Date) return wanted
  return cell instanceof Date && isSame(cell, wanted) ? cell : undefined
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function timeOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN
}

// A table whose rows can be put together in any order: what two rows with one key become is said per column.

/** Kinds of columns. Text compares by its bytes in UTF-8, integers are safe ones, JSON is text. */
export type ColumnKind = 'text' | 'integer' | 'real'

/** What a row holds. */
export type Cell = null | number | string

/** A row by the names of its columns. One that is absent is null. */
export type TableRow = Readonly<Record<string, Cell | undefined>>

/**
 * A table and how its rows merge. Merging is commutative, associative and idempotent, so the same rows in any order, and
 * any number of times, give the same table. A row whose table has no rule stays as it came first.
 */
export interface Table {
  readonly name: string
  /** In their order. */
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly key: readonly string[]
  /** Columns of which the smaller value stays. */
  readonly min?: readonly string[]
  /** Columns of which the larger value stays. */
  readonly max?: readonly string[]
  /**
   * Columns that are replaced together: by a row whose column of this name, the rank, is larger. A row without the rank says
   * nothing about them. Two rows with one rank must be equal.
   */
  readonly ranked?: Readonly<Record<string, readonly string[]>>
  /** Instead of all that: what is written later replaces what is there. Then the order matters. */
  readonly isReplaced?: true
}

/** @returns what identifies a row in its table */
export function keyOf(table: Table, row: TableRow): string {
  let key = ''
  for (const column of table.key) key += `${row[column]}\u0000`
  return key
}

const none: readonly string[] = []

/** Merges a row into another one with the same key, as the database does. */
export function mergeInto(table: Table, merged: Record<string, Cell | undefined>, row: TableRow): void {
  const { min = none, max = none } = table
  if (table.isReplaced) Object.assign(merged, row)
  for (const column of min) if (isLess(row[column], merged[column])) merged[column] = row[column]
  for (const column of max) if (isLess(merged[column], row[column], true)) merged[column] = row[column]
  for (const rank in table.ranked) {
    const told = row[rank]
    if (isMissing(told) || !isLess(merged[rank], told, true)) continue
    merged[rank] = told
    for (const column of table.ranked[rank]!) merged[column] = row[column] ?? null
  }
}

function isMissing(cell: Cell | undefined): cell is null | undefined {
  return cell === null || cell === undefined
}

/** Whatever there is stands before nothing: where the larger one wins, nothing loses as well. */
function isLess(one: Cell | undefined, other: Cell | undefined, isLargerBetter = false): boolean {
  if (isLargerBetter) {
    if (isMissing(other)) return false
    if (isMissing(one)) return true
  } else {
    if (isMissing(one)) return false
    if (isMissing(other)) return true
  }
  if (typeof one === 'number' || typeof other === 'number') return one < other
  return isTextLess(one, other)
}

/** Databases compare by code points, JavaScript by the units of UTF-16. */
function isTextLess(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const unit = one.charCodeAt(index)
    const otherUnit = other.charCodeAt(index)
    if (unit !== otherUnit) return placeOf(unit) < placeOf(otherUnit)
  }
  return one.length < other.length
}

/** Units of pairs stand for code points after all others. */
function placeOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit
}

/** The end of an insertion: what happens to a row that is there already. */
export function onConflict(table: Table): string {
  const rest = table.isReplaced ? Object.keys(table.columns).filter((column) => !table.key.includes(column)) : []
  const set = [
    ...rest.map((column) => `${column} = excluded.${column}`),
    ...(table.min ?? []).map((column) => assign(column, `excluded.${column} < ${table.name}.${column}`, column, table)),
    ...(table.max ?? []).map((column) => assign(column, `excluded.${column} > ${table.name}.${column}`, column, table)),
    ...Object.entries(table.ranked ?? {}).flatMap(([rank, columns]) =>
      [rank, ...columns].map((column) => assign(column, `excluded.${rank} > ${table.name}.${rank}`, rank, table)),
    ),
  ]
  return `ON CONFLICT (${table.key.join(', ')}) DO ${set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.join(', ')}`}`
}

function assign(column: string, isBetter: string, decides: string, { name }: Table): string {
  return `${column} = CASE WHEN ${name}.${decides} IS NULL OR ${isBetter} THEN excluded.${column} ELSE ${name}.${column} END`
}

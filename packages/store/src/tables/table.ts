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

/** Merges a row into another one with the same key, as the database does. */
export function mergeInto(table: Table, merged: Record<string, Cell | undefined>, row: TableRow): void {
  const { min = [], max = [] } = table
  if (table.isReplaced) Object.assign(merged, row)
  for (const column of min) if (isLess(row[column], merged[column])) merged[column] = row[column]
  for (const column of max) if (isLess(merged[column], row[column], true)) merged[column] = row[column]
  for (const rank in table.ranked) {
    if (!isLess(merged[rank], row[rank], true)) continue
    merged[rank] = row[rank]
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
  // Databases compare by code points, JavaScript by the units of UTF-16.
  if (hasSurrogate.test(one) || hasSurrogate.test(other))
    return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0
  return one < other
}

const hasSurrogate = /[\ud800-\udfff]/

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

// Rows that pour into a table of an SQLite file: many in one statement, since each statement has a price of its own.

import type { Database, SqlValue, Statement } from '../database/database.ts'
import { onConflict, type Table, type TableRow } from './table.ts'

/** More make it hardly faster. */
const rowsAtOnce = 20

/** As SQLite calls it that a key is there already: the primary one, or another unique one. */
const isThere: ReadonlySet<unknown> = new Set([1555, 2067])

const allNew: readonly boolean[] = Array.from({ length: rowsAtOnce }, () => true)

export class Inserter {
  readonly #columns: readonly string[]
  readonly #merge: Statement
  readonly #mergeMany: Statement
  readonly #keep: Statement
  readonly #insertMany: Statement

  constructor(database: Database, table: Table) {
    this.#columns = Object.keys(table.columns)
    const row = `(${this.#columns.map(() => '?').join(', ')})`
    const start = `INSERT INTO ${table.name} (${this.#columns.join(', ')}) VALUES ${row}`
    this.#merge = database.prepare(`${start} ${onConflict(table)}`)
    this.#keep = database.prepare(`${start} ON CONFLICT (${table.key.join(', ')}) DO NOTHING`)
    this.#mergeMany = database.prepare(`${start}${`, ${row}`.repeat(rowsAtOnce - 1)} ${onConflict(table)}`)
    this.#insertMany = database.prepare(`${start}${`, ${row}`.repeat(rowsAtOnce - 1)}`)
  }

  merge(rows: readonly TableRow[]): void {
    let from = 0
    for (; from + rowsAtOnce <= rows.length; from += rowsAtOnce)
      this.#mergeMany.run(...this.#valuesOf(rows, from, from + rowsAtOnce))
    for (; from < rows.length; from++) this.#merge.run(...this.#valuesOf(rows, from, from + 1))
  }

  /** @returns of each row whether it was not there */
  insertNew(rows: readonly TableRow[]): readonly boolean[] {
    const isNew: boolean[] = []
    while (isNew.length < rows.length) {
      const from = isNew.length
      const until = Math.min(from + rowsAtOnce, rows.length)
      if (until - from === rowsAtOnce && this.#insertAllOrNone(rows, from)) isNew.push(...allNew)
      else
        for (let index = from; index < until; index++)
          isNew.push(this.#keep.run(...this.#valuesOf(rows, index, index + 1)).changes > 0)
    }
    return isNew
  }

  /** A statement that meets a row that is there undoes what it did, and nothing else of the transaction. */
  #insertAllOrNone(rows: readonly TableRow[], from: number): boolean {
    try {
      this.#insertMany.run(...this.#valuesOf(rows, from, from + rowsAtOnce))
      return true
    } catch (error) {
      if (isThere.has((error as { readonly errcode?: unknown }).errcode)) return false
      throw error
    }
  }

  #valuesOf(rows: readonly TableRow[], from: number, until: number): readonly SqlValue[] {
    const values: SqlValue[] = []
    for (let index = from; index < until; index++)
      for (const column of this.#columns) values.push(rows[index]![column] ?? null)
    return values
  }
}

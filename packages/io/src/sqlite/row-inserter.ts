// Rows into a table of SQLite by statements that are prepared once. One that takes many rows costs half as much for each.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Row } from '../columns/column.ts'
import type { TableSchema } from '../columns/table-schema.ts'
import type { Refuse } from '../databases/json-text.ts'
import { unwritableRow, type Subject } from '../databases/subject.ts'
import { qualifiedName, quoted, type TableName } from '../databases/table-name.ts'
import { onConflict, type Writing } from '../databases/write-mode.ts'
import { fitted, type Affinity } from './affinity.ts'
import { isConstraint } from './sqlite-failure.ts'
import { keptAs, sqliteValue, type KeptAs } from './sqlite-values.ts'

export interface InsertTarget extends Subject {
  readonly table: TableName
  readonly writing: Writing
  readonly schema: TableSchema | undefined
  /** Of each column, in the order of the names. */
  readonly affinities: readonly Affinity[]
  readonly signal: AbortSignal
  /** Makes the error of what SQLite says. @param row counted from 1 */
  readonly explain: (cause: unknown, row: number | undefined) => unknown
}

const MOST_ROWS = 64
/** SQLite takes 32,766 values in one statement. */
const MOST_VALUES = 32_000
const TURN_MS = 20

export class RowInserter {
  readonly #open: DatabaseSync
  readonly #names: readonly string[]
  readonly #to: InsertTarget
  readonly #groupRows: number
  readonly #kept: readonly KeptAs[]
  /** Objects inherit something of this name, which is no value of theirs. */
  readonly #isRisky: readonly boolean[]
  readonly #statements = new Map<number, StatementSync>()
  #turnAt = performance.now() + TURN_MS
  #row = 0
  #column = ''
  readonly #refuse: Refuse = (found, hint) => {
    throw unwritableRow(this.#to, { row: this.#row, column: this.#column }, found, hint)
  }

  constructor(open: DatabaseSync, names: readonly string[], to: InsertTarget) {
    this.#open = open
    this.#names = names
    this.#to = to
    this.#groupRows = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / Math.max(1, names.length))))
    const { schema = {} } = to
    this.#kept = names.map((name) => keptAs(Object.hasOwn(schema, name) ? schema[name] : undefined))
    this.#isRisky = names.map((name) => name in Object.prototype)
  }

  /** @param from how many rows were inserted before */
  async insert(rows: readonly Row[], from: number): Promise<void> {
    if (this.#names.length === 0) return
    for (let first = 0; first < rows.length; first += this.#groupRows) {
      this.#insertGroup(rows, first, Math.min(rows.length, first + this.#groupRows), from)
      if (performance.now() < this.#turnAt) continue
      await nextTurn()
      this.#to.signal.throwIfAborted()
      this.#turnAt = performance.now() + TURN_MS
    }
  }

  #insertGroup(rows: readonly Row[], first: number, end: number, from: number): void {
    const width = this.#names.length
    const values: SQLInputValue[] = new Array((end - first) * width)
    for (let index = first; index < end; index++) {
      this.#row = from + index + 1
      this.#readRow(rows[index]!, values, (index - first) * width)
    }
    try {
      this.#statement(end - first).run(...values)
    } catch (cause) {
      // After other errors there may be no transaction any more, and what is tried would stay.
      const mayTry = isConstraint(cause) && this.#open.isTransaction
      throw this.#to.explain(cause, mayTry ? this.#rowThatFails(values, from + first) : undefined)
    }
  }

  #readRow(row: Row, values: SQLInputValue[], at: number): void {
    const names = this.#names
    const { affinities } = this.#to
    for (let column = 0; column < names.length; column++) {
      const name = (this.#column = names[column]!)
      const value = this.#isRisky[column] && !Object.hasOwn(row, name) ? null : row[name]
      const bound = sqliteValue(value, this.#kept[column]!, this.#refuse)
      values[at + column] = fitted(value, bound, affinities[column]!, this.#refuse)
    }
  }

  /** SQLite has undone the statement, and does not say which row it was: it is found by trying them one by one. */
  #rowThatFails(values: readonly SQLInputValue[], from: number): number | undefined {
    const width = this.#names.length
    for (let row = 0; row * width < values.length; row++) {
      try {
        this.#statement(1).run(...values.slice(row * width, (row + 1) * width))
      } catch {
        return from + row + 1
      }
    }
    return undefined
  }

  #statement(rows: number): StatementSync {
    const known = this.#statements.get(rows)
    if (known) return known
    const list = this.#names.map((name) => quoted(name)).join(', ')
    const row = `(${this.#names.map(() => '?').join(', ')})`
    const all = Array.from({ length: rows }, () => row).join(', ')
    const { table, writing } = this.#to
    const sql = `insert into ${qualifiedName(table)} (${list}) values ${all}${onConflict(this.#names, writing)}`
    const statement = this.#open.prepare(sql)
    this.#statements.set(rows, statement)
    return statement
  }
}

// Rows that a batch of events asks for, merged in memory as the database would, so that each is written once.

import { keyOf, mergeRows, type TableRow } from '@throughline/store/tables'
import { tables, type TableName } from './tables.ts'

export class Changes {
  readonly #rows = new Map<TableName, Map<string, TableRow>>()

  add(name: TableName, row: TableRow): void {
    const table = tables[name]
    let rows = this.#rows.get(name)
    if (!rows) this.#rows.set(name, (rows = new Map()))
    const key = keyOf(table, row)
    const before = rows.get(key)
    rows.set(key, before ? mergeRows(table, before, row) : row)
  }

  of(name: TableName): readonly TableRow[] {
    return [...(this.#rows.get(name)?.values() ?? [])]
  }
}
